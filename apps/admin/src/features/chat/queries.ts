import { chatContract, chatMessageContract } from '@secretary/contracts/chat.contract'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'
import { refreshQueries } from '#admin/api/refresh-queries.ts'

export const chatApi = panelApi({ ...chatContract, ...chatMessageContract })

const PAGE_SIZE = 50

/** The first page that has something on it: a search for what is rare answers in steps. */
export async function findConversations(
  query: NonNullable<Parameters<typeof chatApi.listConversations>[0]>['query'],
  options: { signal?: AbortSignal } = {},
) {
  let page = await chatApi.listConversations({ query }, options)
  while (page.items.length === 0 && page.nextCursor !== null)
    page = await chatApi.listConversations({ query: { ...query, cursor: page.nextCursor } }, options)
  return page
}

/** Conversations, pinned first, a page at a time. */
export function useConversations(search: Ref<string>) {
  return useInfiniteQuery({
    queryKey: computed(() => ['conversations', 'list', search.value]),
    queryFn: ({ pageParam, signal }) =>
      findConversations(
        { limit: PAGE_SIZE, search: search.value || undefined, cursor: pageParam ?? undefined },
        { signal },
      ),
    initialPageParam: null as string | null, // The type of the first page's cursor.
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function useConversation(id: string) {
  return useQuery({ queryKey: detailKey(id), queryFn: () => chatApi.getConversation({ params: { id } }) })
}

type ConversationDetail = Awaited<ReturnType<typeof chatApi.getConversation>>

const detailKey = (id: string) => ['conversations', 'detail', id]

export const refreshConversations = () => refreshQueries(['conversations', 'list'])

/** Resolves when everybody who shows the conversation shows it as it was after the call; to false when it could not be read. */
export const refreshConversation = (id: string) => refreshQueries(detailKey(id))

/** What was asked for meanwhile may be older than this and must not come after it, or newer: so it is asked for again. */
export async function keepConversation(detail: ConversationDetail): Promise<void> {
  await queryClient.cancelQueries({ queryKey: detailKey(detail.id) })
  queryClient.setQueryData(detailKey(detail.id), detail)
  await refreshConversation(detail.id)
}

/** The conversation as it is known here, asked for only where it is not known or has changed since. */
export const loadConversation = (id: string) =>
  queryClient.fetchQuery({
    queryKey: detailKey(id),
    queryFn: () => chatApi.getConversation({ params: { id } }),
  })
