import { createProvidersService } from '#server/features/providers/providers.service.ts'
import { createSpeechEncoders } from '#server/features/voices/encoding/speech-encoders.ts'
import { createVoicesService } from '#server/features/voices/voices.service.ts'
import type { Foundation } from './open-foundation.ts'

export type EnginesWing = Awaited<ReturnType<typeof createEnginesWing>>['rooms']

/** What thinks and speaks: language models, the voice, and the files it is sent as. */
export async function createEnginesWing(foundation: Foundation) {
  const providers = createProvidersService(foundation)
  await providers.load()
  const voices = createVoicesService(foundation)
  const speechEncoders = createSpeechEncoders({ searchPath: foundation.config.programPath })
  return {
    rooms: {
      providers,
      voices,
      speechEncoders,
      probe: { hasModel: () => providers.current() !== null, hasVoice: voices.isAvailable },
    },
    async close() {
      await voices.close()
      await speechEncoders.close()
    },
  }
}
