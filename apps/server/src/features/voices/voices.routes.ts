import { voicesContract } from '@secretary/contracts/voices.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { VoicesService } from './voices.service.ts'

export function registerVoiceRoutes(mount: Mount, { voices }: { voices: VoicesService }): void {
  mount(voicesContract, {
    listVoices: () => ({
      items: voices.list().map((voice) => ({ ...voice, languages: [...voice.languages] })),
      settings: voices.settings(),
      nextCursor: null,
    }),
    saveVoiceSettings: ({ body }) => voices.saveSettings(body),
    playVoiceSample: ({ query, signal }) => voices.sample(query, signal),
  })
}
