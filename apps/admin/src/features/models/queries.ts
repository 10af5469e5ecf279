import { providersContract } from '@secretary/contracts/providers.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const providersApi = panelApi(providersContract)

export function useProviders() {
  return useQuery({ queryKey: ['providers'], queryFn: async () => (await providersApi.listProviders()).items })
}

export const refreshProviders = () => queryClient.invalidateQueries({ queryKey: ['providers'] })
