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
    queryKey: computed(() => ['chat', 'list', search.value]),
    queryFn: ({ pageParam }) =>
      chatApi.listConversations({
        query: { limit: PAGE_SIZE, search: search.value || undefined, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null, // The type of the first page's cursor.
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function useConversation(id: Ref<string | null>) {
  return useQuery({
    queryKey: computed(() => ['chat', 'detail', id.value]),
    queryFn: () => chatApi.getConversation({ params: { id: id.value ?? '' } }),
    enabled: computed(() => id.value !== null),
  })
}

export const refreshConversations = () => queryClient.invalidateQueries({ queryKey: ['chat', 'list'] })
export const refreshConversation = (id: string) => queryClient.invalidateQueries({ queryKey: ['chat', 'detail', id] })
