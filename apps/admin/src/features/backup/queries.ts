import { authContract } from '@secretary/contracts/auth.contract'
import { backupContract } from '@secretary/contracts/backup.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const backupApi = panelApi(backupContract)
const ticketApi = panelApi({ issueTicket: authContract.issueTicket })

export function useBackups() {
  return useQuery({ queryKey: ['backup'], queryFn: () => backupApi.listBackups() })
}

export const refreshBackups = () => queryClient.invalidateQueries({ queryKey: ['backup'] })

/** The browser writes it to disk by itself: a backup may be larger than the memory of a page. */
export async function downloadBackup(id: string): Promise<void> {
  const path = backupContract.downloadBackup.path.replace(':id', id)
  const { ticket } = await ticketApi.issueTicket({ body: { path } })
  const link = document.createElement('a')
  link.href = `${path}?ticket=${encodeURIComponent(ticket)}`
  link.download = ''
  link.click()
}
