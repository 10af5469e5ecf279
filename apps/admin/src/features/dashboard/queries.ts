import { dashboardContract } from '@secretary/contracts/dashboard.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'

const dashboardApi = panelApi(dashboardContract)

export const SHOWN_DAYS = 30

export function useDashboard() {
  return useQuery({
    queryKey: ['dashboard'],
    queryFn: () => dashboardApi.getDashboard({ query: { days: SHOWN_DAYS } }),
    // A new day begins, and waits grow old, without anybody saying so.
    refetchInterval: 60_000,
  })
}
