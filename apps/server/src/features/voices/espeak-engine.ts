import { splitEngineText } from '@secretary/models/providers/espeak/engine-text'
import type { EspeakRequest } from '@secretary/models/providers/espeak/espeak-speech-model'
import { loadEspeakSynthesizer } from '@secretary/models/providers/espeak/espeak-synthesizer'
import { serveRequests } from '#server/platform/supervisor/serve-requests.ts'

const synthesize = await loadEspeakSynthesizer()

serveRequests(async (body, { signal, send }) => {
  const { text, ...voice } = body as EspeakRequest // The parent's speech model is the only one who asks.
  for (const piece of splitEngineText(text)) {
    if (signal.aborted) return
    synthesize({ ...voice, text: piece }, (samples) => {
      send(samples)
      return signal.aborted
    })
    // The engine is synchronous: only here can a cancellation arrive.
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
})
