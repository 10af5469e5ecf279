import type { PcmFrame } from '@secretary/audio/pcm-frame'
import { expect, it } from 'vitest'
import type { SpeechModel, SpeechRequest, VoiceInfo } from '../spec/speech-model.ts'
import { withSpeechCache } from './with-speech-cache.ts'

const info: VoiceInfo = { engineId: 'e', voiceId: 'v', title: 'V', languages: ['ru', 'en'], sampleRateHz: 8_000 }
const frame = (value: number): PcmFrame => ({ samples: Int16Array.of(value), sampleRateHz: 8_000, channels: 1 })

/** Says a frame for each letter; counts how often it was asked. */
function createSpoken(changes: Partial<VoiceInfo> = {}, failAt = Number.POSITIVE_INFINITY) {
  const state = { asked: 0 }
  const model: SpeechModel = {
    info: { ...info, ...changes },
    async *synthesize({ text }) {
      state.asked++
      for (let index = 0; index < text.length; index++) {
        if (index === failAt) throw new Error('broken')
        yield frame(text.charCodeAt(index))
      }
    },
  }
  return { state, model }
}

async function listen(model: SpeechModel, request: Partial<SpeechRequest> = {}, signal = new AbortController().signal) {
  const heard: number[] = []
  for await (const { samples } of model.synthesize({ text: 'abc', language: 'ru', ...request }, { signal }))
    heard.push(samples[0] ?? 0)
  return heard
}

it('asks the engine once for the same phrase and plays the same frames', async () => {
  const { model, state } = createSpoken()
  const cached = withSpeechCache(model, new Map())
  const first = await listen(cached)
  expect(await listen(cached)).toEqual(first)
  expect(await listen(cached, { speed: 1 })).toEqual(first)
  expect(state.asked).toBe(1)
})

it('asks again for everything that changes the sound', async () => {
  const cache = new Map<string, readonly PcmFrame[]>()
  const { model, state } = createSpoken()
  const requests: Partial<SpeechRequest>[] = [
    {},
    { text: 'abd' },
    { text: 'ABC' },
    { text: 'abc ' },
    { speed: 1.1 },
    { language: 'en' },
  ]
  for (const request of requests) await listen(withSpeechCache(model, cache), request)
  expect(state.asked).toBe(requests.length)
  for (const changes of [{ voiceId: 'other' }, { engineId: 'other' }, { sampleRateHz: 16_000 }]) {
    const other = createSpoken(changes)
    await listen(withSpeechCache(other.model, cache))
    expect(other.state.asked).toBe(1)
  }
})

it('keeps whole phrases only: none that failed, none that nobody heard to its end, none that was aborted', async () => {
  const cache = new Map<string, readonly PcmFrame[]>()
  await expect(listen(withSpeechCache(createSpoken({}, 2).model, cache))).rejects.toThrow('broken')
  const { model } = createSpoken()
  const signal = new AbortController().signal
  for await (const _ of withSpeechCache(model, cache).synthesize({ text: 'abc', language: 'ru' }, { signal })) break
  const controller = new AbortController()
  for await (const _ of withSpeechCache(model, cache).synthesize(
    { text: 'abc', language: 'ru' },
    { signal: controller.signal },
  ))
    controller.abort()
  expect(cache.size).toBe(0)
})

it('stops within a frame when it plays from memory too', async () => {
  const { model } = createSpoken()
  const cached = withSpeechCache(model, new Map())
  await listen(cached)
  const controller = new AbortController()
  const heard: number[] = []
  const playing = (async () => {
    for await (const { samples } of cached.synthesize({ text: 'abc', language: 'ru' }, { signal: controller.signal })) {
      heard.push(samples[0] ?? 0)
      controller.abort(new Error('enough'))
    }
  })()
  await expect(playing).rejects.toThrow('enough')
  expect(heard).toHaveLength(1)
})
