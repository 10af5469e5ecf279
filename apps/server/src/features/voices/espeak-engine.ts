import type { EspeakRequest } from '@secretary/models/providers/espeak/espeak-speech-model'
import { loadEspeakSynthesizer } from '@secretary/models/providers/espeak/espeak-synthesizer'
import { serveRequests } from '#server/platform/supervisor/serve-requests.ts'

const synthesize = await loadEspeakSynthesizer()

serveRequests((body, { signal, send }) => {
  synthesize(body as EspeakRequest, (samples) => {
    send(samples)
    return signal.aborted
  }) // The parent's speech model is the only one who asks.
})
