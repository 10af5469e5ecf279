import { type Lead, type LeadState, leadsContract } from '@secretary/contracts/leads.contract'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { createLine } from '#admin/api/create-line.ts'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const leadsApi = panelApi(leadsContract)

const PAGE_SIZE = 50
/** Opening a message marks it as read; who is done at once must not have it read after that. */
const inLine = createLine()

/** Messages of visitors, newest first, a page at a time. */
export function useLeads(filter: { state: Ref<LeadState>; search: Ref<string> }) {
  return useInfiniteQuery({
    queryKey: computed(() => ['leads', 'list', filter.state.value, filter.search.value]),
    queryFn: ({ pageParam }) =>
      leadsApi.listLeads({
        query: {
          limit: PAGE_SIZE,
          state: filter.state.value,
          search: filter.search.value || undefined,
          cursor: pageParam ?? undefined,
        },
      }),
    initialPageParam: null as string | null, // The type of the first page's cursor.
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function useLead(id: Ref<string | null>) {
  return useQuery({
    queryKey: computed(() => ['leads', 'detail', id.value]),
    queryFn: () => leadsApi.getLead({ params: { id: id.value ?? '' } }),
    enabled: computed(() => id.value !== null),
  })
}

/** Stores how far a message has come, and shows it wherever messages are listed. */
export async function setLeadStatus(lead: Pick<Lead, 'id'>, status: Lead['status']): Promise<void> {
  const changed = await inLine(() => leadsApi.updateLead({ params: { id: lead.id }, body: { status } }))
  queryClient.setQueryData(['leads', 'detail', lead.id], changed)
  await queryClient.invalidateQueries({ queryKey: ['leads'] })
}
