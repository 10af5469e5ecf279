import { businessContract, starterPackContract, type WorkingHours } from '@secretary/contracts/business.contract'
import { servicesImportContract } from '@secretary/contracts/services-import.contract'
import { useMutation, useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const businessApi = panelApi({ ...businessContract, ...starterPackContract })
export const servicesImportApi = panelApi(servicesImportContract)
export type ServicesUpload = Awaited<ReturnType<typeof servicesImportApi.uploadServicesImport>>

const refresh = () => queryClient.invalidateQueries({ queryKey: ['business'] })

export function useProfile() {
  return useQuery({ queryKey: ['business', 'profile'], queryFn: () => businessApi.getBusinessProfile() })
}

export function useSaveProfile() {
  return useMutation({
    mutationFn: (body: Parameters<typeof businessApi.updateBusinessProfile>[0]['body']) =>
      businessApi.updateBusinessProfile({ body }),
    onSuccess: refresh,
  })
}

export function useServices() {
  return useQuery({ queryKey: ['business', 'services'], queryFn: async () => (await businessApi.listServices()).items })
}

export function useWorkingHours() {
  return useQuery({ queryKey: ['business', 'hours'], queryFn: () => businessApi.getWorkingHours() })
}

export function useSaveHours() {
  return useMutation({ mutationFn: (body: WorkingHours) => businessApi.saveWorkingHours({ body }), onSuccess: refresh })
}

export function useStarterPacks() {
  return useQuery({
    queryKey: ['business', 'packs'],
    queryFn: async () => (await businessApi.listStarterPacks()).items,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export { refresh as refreshBusiness }
