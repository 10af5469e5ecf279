import { aboutContract } from '@secretary/contracts/about.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'

const aboutApi = panelApi(aboutContract)

export function useAbout() {
  // It changes with a new start of the server only.
  return useQuery({ queryKey: ['about'], queryFn: () => aboutApi.getAbout(), staleTime: 5 * 60_000 })
}

export function useExamination() {
  return useQuery({ queryKey: ['about', 'doctor'], queryFn: () => aboutApi.runDoctor(), retry: false })
}
