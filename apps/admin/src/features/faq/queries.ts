import { faqContract, faqLoopContract } from '@secretary/contracts/faq.contract'
import { faqImportContract } from '@secretary/contracts/faq-import.contract'
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const faqApi = panelApi({ ...faqContract, ...faqLoopContract, ...faqImportContract })

export type FaqListState = 'all' | 'enabled' | 'disabled' | 'incomplete'

const PAGE_SIZE = 50
const SAMPLE_COUNT = 3
const SAMPLED_ENTRIES = 50

export function useFaqEntries(filter: { search: Ref<string>; state: Ref<FaqListState> }) {
  return useInfiniteQuery({
    queryKey: computed(() => ['faq', 'list', filter.search.value, filter.state.value]),
    queryFn: ({ pageParam }) =>
      faqApi.listFaqEntries({
        query: {
          limit: PAGE_SIZE,
          search: filter.search.value || undefined,
          state: filter.state.value,
          cursor: pageParam ?? undefined,
        },
      }),
    initialPageParam: null as string | null, // The type of the first page's cursor.
    getNextPageParam: (page) => page.nextCursor,
  })
}

export function useFaqEntry(id: Ref<string | null>) {
  return useQuery({
    queryKey: computed(() => ['faq', 'entry', id.value]),
    queryFn: () => faqApi.getFaqEntry({ params: { id: id.value ?? '' } }),
    enabled: computed(() => id.value !== null),
  })
}

/** A few of the owner's own questions that can be answered now: first those whose answers carry his own address, hours or prices. */
export function useSampleQuestions() {
  const query = useQuery({
    queryKey: ['faq', 'samples'],
    queryFn: async () => (await faqApi.listFaqEntries({ query: { limit: SAMPLED_ENTRIES, state: 'enabled' } })).items,
  })
  return computed(() => {
    const ready = (query.data.value ?? []).filter(({ missingBlanks }) => missingBlanks.length === 0).toReversed()
    const isPersonal = ({ answer }: { answer: string }) => answer.includes('{')
    return [...ready.filter(isPersonal), ...ready.filter((entry) => !isPersonal(entry))]
      .slice(0, SAMPLE_COUNT)
      .map(({ question }) => question)
  })
}

export const refreshFaq = () => queryClient.invalidateQueries({ queryKey: ['faq'] })
