import type { PcmFrame } from '@secretary/audio/pcm-frame'
import type { SpeechModel, SpeechRequest } from '../spec/speech-model.ts'

/** Where finished phrases are kept; any map that forgets by size will do. */
export interface SpeechCache {
  get(key: string): readonly PcmFrame[] | undefined
  set(key: string, frames: readonly PcmFrame[]): void
}

/** Plays a phrase from memory when everything that changes its sound is the same. Only whole phrases are kept. */
export function withSpeechCache(model: SpeechModel, cache: SpeechCache): SpeechModel {
  return {
    info: model.info,
    async *synthesize(request, options) {
      const key = keyOf(model, request)
      const known = cache.get(key)
      if (known) {
        for (const frame of known) {
          options.signal.throwIfAborted()
          yield frame
        }
        return options.signal.throwIfAborted()
      }
      const frames: PcmFrame[] = []
      for await (const frame of model.synthesize(request, options)) {
        frames.push(frame)
        yield frame
      }
      if (!options.signal.aborted) cache.set(key, frames)
    },
  }
}

function keyOf({ info }: SpeechModel, { text, language, speed = 1 }: SpeechRequest): string {
  return JSON.stringify([info.engineId, info.voiceId, info.sampleRateHz, language, speed, text])
}
