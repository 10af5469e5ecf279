import { invitesContract, usersContract } from '@secretary/contracts/users.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const peopleApi = panelApi({ ...usersContract, ...invitesContract })

export function usePeople() {
  return useQuery({ queryKey: ['users', 'people'], queryFn: async () => (await peopleApi.listUsers()).items })
}

export function useInvites() {
  return useQuery({ queryKey: ['users', 'invites'], queryFn: async () => (await peopleApi.listInvites()).items })
}

export const refreshPeople = () => queryClient.invalidateQueries({ queryKey: ['users'] })
