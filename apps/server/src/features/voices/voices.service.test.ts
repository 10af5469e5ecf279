import { decodeSound, hasFfmpeg, probeSound } from '@secretary/audio/testing/ffmpeg'
import type { VoiceSettings } from '@secretary/contracts/voices.contract'
import { pino } from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import type { SpeechPart, UsageRecord } from '#server/conversation/turn-part.ts'
import type { SettingsService } from '#server/features/settings/settings.service.ts'
import { systemClock } from '#server/platform/clock.ts'
import { createVoicesService } from './voices.service.ts'

let stored: VoiceSettings = { isEnabled: true, speed: 1 }
const settings = {
  get: () => stored,
  put: async (_key: 'voice', value: VoiceSettings) => {
    stored = value
    return value
  },
} as unknown as SettingsService
const voices = createVoicesService({
  settings,
  config: { deploymentMode: 'full' },
  logger: pino({ level: 'silent' }),
  onHealthTurn: () => undefined,
  clock: systemClock,
})
afterAll(() => voices.close())

const { signal } = new AbortController()
const sentence = { text: 'Здравствуйте! Чем могу помочь?', language: 'ru' as const, speed: 1 }

async function* written(...pieces: string[]) {
  yield* pieces
}

describe('a sample of the voice', () => {
  it('is a WAV file that another program plays', async (context) => {
    if (!hasFfmpeg()) return context.skip('ffmpeg is not installed')
    const wav = await voices.sample(sentence, signal)
    const probed = await probeSound(wav)
    const samples = await decodeSound(wav)
    expect(probed).toMatchObject({ codec: 'pcm_s16le', sampleRateHz: 22_050, channels: 1 })
    expect(probed.durationMs).toBeCloseTo((samples.length * 1000) / 22_050, -1)
    expect(probed.durationMs).toBeGreaterThan(1_000)
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0)
    expect(Math.sqrt(energy / samples.length)).toBeGreaterThan(1_000)
    // Byte by byte what we wrote: nothing was resampled or cut.
    expect(Buffer.from(samples.buffer).equals(Buffer.from(wav.slice(44)))).toBe(true)
  })

  it('of nothing is still a WAV file', async (context) => {
    if (!hasFfmpeg()) return context.skip('ffmpeg is not installed')
    expect(await probeSound(await voices.sample({ ...sentence, text: '…' }, signal))).toMatchObject({
      codec: 'pcm_s16le',
    })
  })

  it('is the same sound when it is asked for again, and another one at another speed', async () => {
    const first = await voices.sample({ ...sentence, text: 'Первый раз' }, signal)
    const again = await voices.sample({ ...sentence, text: 'Первый раз' }, signal)
    const faster = await voices.sample({ ...sentence, text: 'Первый раз', speed: 1.5 }, signal)
    expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true)
    expect(faster.length).toBeLessThan(first.length)
  })
})

describe('the voice of a turn', () => {
  it('speaks clause by clause and tells what it cost', async () => {
    const parts: (SpeechPart | { type: 'usage'; usage: UsageRecord } | { type: 'speech-failed' })[] = []
    const speaker = voices.current()
    const text = written('Здрав', 'ствуйте! Мы работаем с 9 до 18.', ' Please call us on Monday.')
    for await (const part of speaker?.speak(text, { language: 'ru', signal }) ?? []) parts.push(part)
    const starts = parts.filter((part) => part.type === 'speech-start') as Extract<
      SpeechPart,
      { type: 'speech-start' }
    >[]
    expect(starts.map((part) => part.text)).toEqual([
      'Здравствуйте!',
      'Мы работаем с 9 до 18.',
      'Please call us on Monday.',
    ])
    const audioMs = parts.reduce((sum, part) => sum + ('durationMs' in part ? part.durationMs : 0), 0)
    const costs = parts.flatMap((part) => ('usage' in part ? [part.usage] : []))
    expect(costs.map(({ kind }) => kind)).toEqual(['tts', 'tts', 'tts'])
    expect(costs).toContainEqual(expect.objectContaining({ providerId: 'espeak-ng', modelId: 'spare', characters: 13 }))
    expect(costs.reduce((sum, cost) => sum + (cost.kind === 'tts' ? cost.audioMs : 0), 0)).toBeCloseTo(audioMs)
  })

  it('is silent where the owner turned it off, and back with the pace he chose', async () => {
    await voices.saveSettings({ isEnabled: false, speed: 1 })
    expect([voices.current(), voices.isAvailable()]).toEqual([null, false])
    await voices.saveSettings({ isEnabled: true, speed: 2 })
    expect(voices.current()).not.toBeNull()
    expect(voices.list()).toEqual([expect.objectContaining({ isAvailable: true, problem: null })])
  })
})
