import { createTempoChanger } from '@secretary/audio/tempo/create-tempo-changer'
import type { SpeechModel } from '../spec/speech-model.ts'

/** The paces an engine can speak at by itself; 1 is its normal one. */
export interface PaceRange {
  readonly slowest: number
  readonly fastest: number
}

/** Any pace: as far as the engine can by itself, what is missing by stretching or pressing together what it said. */
export function withTempo(model: SpeechModel, { slowest, fastest }: PaceRange): SpeechModel {
  return {
    info: model.info,
    async *synthesize({ speed = 1, ...request }, options) {
      const own = Math.max(slowest, Math.min(fastest, speed))
      const frames = model.synthesize({ ...request, speed: own }, options)
      if (own === speed) return yield* frames
      const { sampleRateHz } = model.info
      const changer = createTempoChanger({ sampleRateHz, tempo: speed / own })
      for await (const { samples } of frames) {
        const changed = changer.push(samples)
        if (changed.length > 0) yield { samples: changed, sampleRateHz, channels: 1 }
      }
      const rest = changer.flush()
      if (rest.length > 0) yield { samples: rest, sampleRateHz, channels: 1 }
    },
  }
}
