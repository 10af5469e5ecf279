import { authContract } from '@secretary/contracts/auth.contract'
import { voicesContract } from '@secretary/contracts/voices.contract'
import { useQuery } from '@tanstack/vue-query'
import { panelApi } from '#admin/api/panel-api.ts'
import { queryClient } from '#admin/api/query-client.ts'

export const voicesApi = panelApi(voicesContract)
const ticketApi = panelApi({ issueTicket: authContract.issueTicket })

export function useVoices() {
  return useQuery({ queryKey: ['voices'], queryFn: () => voicesApi.listVoices() })
}

export const refreshVoices = () => queryClient.invalidateQueries({ queryKey: ['voices'] })

/** An address an audio element can play once: it carries a ticket instead of a header. */
export async function sampleUrl(sample: { text: string; language: 'ru' | 'en'; speed: number }): Promise<string> {
  const path = voicesContract.playVoiceSample.path
  const { ticket } = await ticketApi.issueTicket({ body: { path } })
  return `${path}?${new URLSearchParams({ ticket, text: sample.text, language: sample.language, speed: String(sample.speed) })}`
}
