import { afterAll, describe, expect, it } from 'vitest'
import type { Speaker } from '#server/conversation/turn-deps.ts'
import { createSpeechEncoders } from '#server/features/voices/encoding/speech-encoders.ts'
import { createSpeechService } from './speech.service.ts'

const encoders = createSpeechEncoders({ searchPath: '' })
afterAll(() => encoders.close())
const { signal } = new AbortController()
const order = { text: 'Да.', format: 'pcm', pace: 1, keyId: 'key' } as const

/** A voice that says a word in each of so many clauses and then fails. */
function voiceOf(clauses: number, { fails = false } = {}): Speaker {
  return {
    async *speak() {
      for (let clauseIndex = 0; clauseIndex < clauses; clauseIndex++) {
        yield { type: 'speech-frame', clauseIndex, samples: new Int16Array(2_400), sampleRateHz: 24_000 }
        yield {
          type: 'usage',
          usage: { kind: 'tts', providerId: 'e', modelId: 'v', characters: 3, audioMs: 100 },
        }
      }
      if (fails) yield { type: 'speech-failed' }
    },
  }
}

function serviceOf(speaker: Speaker | null) {
  const speech = createSpeechService({
    voices: { current: () => speaker },
    encoders,
    fallbackLanguage: () => 'ru',
  })
  return { speech }
}

describe('a voice that fails', () => {
  it('at once is a refusal, and frees its place', async () => {
    const { speech } = serviceOf(voiceOf(0, { fails: true }))
    for (let round = 0; round < 20; round++)
      await expect(speech.speak(order, { signal })).rejects.toMatchObject({ code: 'voice_unavailable' })
  })

  it('in the middle ends the file with a failure, and what was said is paid for', async () => {
    const { speech } = serviceOf(voiceOf(2, { fails: true }))
    const { bytes, total } = await speech.speak(order, { signal })
    let received = 0
    await expect(
      (async () => {
        for await (const piece of bytes) received += piece.length
      })(),
    ).rejects.toMatchObject({ code: 'voice_unavailable' })
    expect(received).toBe(9_600)
    expect(total()).toEqual({ kind: 'tts', providerId: 'e', modelId: 'v', characters: 6, audioMs: 200 })
  })

  it('or is off, is a refusal', async () => {
    await expect(serviceOf(null).speech.speak(order, { signal })).rejects.toMatchObject({ code: 'voice_unavailable' })
  })
})

it('frees the place of whoever stops reading', async () => {
  const { speech } = serviceOf(voiceOf(50))
  for (let round = 0; round < 40; round++)
    for await (const _piece of (await speech.speak(order, { signal })).bytes) break
})
