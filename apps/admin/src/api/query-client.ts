import { ApiProblem } from '@secretary/api-client/create-client'
import { QueryClient } from '@tanstack/vue-query'

/**
 * Server state of the whole panel. The first part of a query key is the name of the feature (`faq`, `providers`, …), the same
 * words as the topics of live events: a change elsewhere then refreshes the right queries by itself.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The server is often on this very machine: it answers without any network.
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 30_000,
      // A refusal stays a refusal; only a server out of reach or in trouble is worth another question.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
