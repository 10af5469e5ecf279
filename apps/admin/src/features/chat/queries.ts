import { chatContract, chatMessageContract } from '@secretary/contracts/chat.contract'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const chatApi = panelApi({ ...chatContract, ...chatMessageContract })

const PAGE_SIZE = 50

/** Conversations, pinned first, a page at a time. */
export function useConversations(search: Ref<string>) {
  return useInfiniteQuery({
    queryKey: computed(() => ['conversations', 'list', search.value]),
    queryFn: ({ pageParam }) =>
      chatApi.listConversations({
        query: { limit: PAGE_SIZE, search: search.value || undefined, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null, // The type of the first page's cursor.
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function useConversation(id: Ref<string>) {
  return useQuery({
    queryKey: computed(() => detailKey(id.value)),
    queryFn: () => chatApi.getConversation({ params: { id: id.value } }),
  })
}

type ConversationDetail = Awaited<ReturnType<typeof chatApi.getConversation>>

const detailKey = (id: string) => ['conversations', 'detail', id]

export const refreshConversations = () => queryClient.invalidateQueries({ queryKey: ['conversations', 'list'] })
export const refreshConversation = (id: string) => queryClient.invalidateQueries({ queryKey: detailKey(id) })
export const knownConversation = (id: string) => queryClient.getQueryData<ConversationDetail>(detailKey(id))

/** What is being asked for meanwhile is older than this, and must not come after it. */
export async function keepConversation(detail: ConversationDetail): Promise<void> {
  await queryClient.cancelQueries({ queryKey: detailKey(detail.id) })
  queryClient.setQueryData(detailKey(detail.id), detail)
}

/** The conversation as it is known here, asked for only where it is not. */
export const loadConversation = (id: string) =>
  queryClient.ensureQueryData({
    queryKey: detailKey(id),
    queryFn: () => chatApi.getConversation({ params: { id } }),
  })
