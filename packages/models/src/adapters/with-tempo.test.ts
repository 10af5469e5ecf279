import type { PcmFrame } from '@secretary/audio/pcm-frame'
import { expect, it } from 'vitest'
import type { SpeechModel } from '../spec/speech-model.ts'
import { withTempo } from './with-tempo.ts'

/** Says a second at its normal pace, and writes down what it was asked. */
function scriptedModel(): SpeechModel & { asked: (number | undefined)[] } {
  const asked: (number | undefined)[] = []
  return {
    asked,
    info: { engineId: 'e', voiceId: 'v', title: 'V', languages: ['ru'], sampleRateHz: 16_000 },
    async *synthesize({ speed = 1 }) {
      asked.push(speed)
      for (let left = Math.round(16_000 / speed); left > 0; left -= 1_600)
        yield { samples: new Int16Array(Math.min(1_600, left)).fill(100), sampleRateHz: 16_000, channels: 1 }
    },
  }
}

async function lengthAt(speed: number): Promise<{ samples: number; asked: (number | undefined)[] }> {
  const model = scriptedModel()
  const frames: PcmFrame[] = []
  const { signal } = new AbortController()
  for await (const frame of withTempo(model, { slowest: 0.5, fastest: 2 }).synthesize(
    { text: 'Да', language: 'ru', speed },
    { signal },
  ))
    frames.push(frame)
  return { samples: frames.reduce((sum, { samples }) => sum + samples.length, 0), asked: model.asked }
}

it.each([
  [1, 1],
  [0.5, 0.5],
  [2, 2],
  [0.25, 0.5],
  [4, 2],
  [3, 2],
])('at %d the engine is asked for %d and the rest is done here', async (speed, own) => {
  expect(await lengthAt(speed)).toEqual({ samples: Math.round(16_000 / speed), asked: [own] })
})
