import type { PcmFrame } from '@secretary/audio/pcm-frame'
import { createEspeakSpeechModel } from '@secretary/models/providers/espeak/espeak-speech-model'
import type { SpeechRequest } from '@secretary/models/spec/speech-model'
import { pino } from 'pino'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createSupervisedProcess } from '#server/platform/supervisor/supervised-process.ts'

const engine = createSupervisedProcess({
  name: 'voice',
  entry: new URL('./espeak-engine.ts', import.meta.url),
  idleStopMs: 60_000,
  memoryCapMb: 400,
  startTimeoutMs: 20_000,
  logger: pino({ level: 'silent' }),
})
const model = createEspeakSpeechModel(engine)
afterAll(() => engine.close())

async function speak(text: string, options: Partial<SpeechRequest> = {}) {
  const frames: PcmFrame[] = []
  const { signal } = new AbortController()
  for await (const frame of model.synthesize({ text, language: 'ru', ...options }, { signal })) frames.push(frame)
  const samples = Int16Array.from(frames.flatMap((frame) => [...frame.samples]))
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0)
  return {
    frames,
    samples,
    durationMs: (samples.length * 1000) / model.info.sampleRateHz,
    loudness: Math.sqrt(energy / Math.max(1, samples.length)),
  }
}

describe('the spare voice', () => {
  it.each([
    ['ru', 'Здравствуйте! Чем могу помочь?'],
    ['en', 'Good afternoon! How can I help you?'],
  ] as const)('can be heard in %s, in short frames of one rate', async (language, text) => {
    const { frames, samples, durationMs, loudness } = await speak(text, { language })
    expect(durationMs).toBeGreaterThan(1_000)
    expect(durationMs).toBeLessThan(5_000)
    expect(loudness).toBeGreaterThan(1_000)
    expect(new Set(samples).size).toBeGreaterThan(1_000)
    for (const frame of frames) {
      expect(frame).toMatchObject({ sampleRateHz: 22_050, channels: 1 })
      expect(frame.samples.length).toBeLessThanOrEqual(22_050 * 0.2)
    }
  })

  it('speaks the language it is told', async () => {
    const russian = await speak('125', { language: 'ru' })
    const english = await speak('125', { language: 'en' })
    expect(russian.samples.length).not.toBe(english.samples.length)
  })

  it('takes longer for more text, and less time at a higher speed', async () => {
    const text = 'Мы работаем каждый день с девяти до шести'
    const [short, normal, long] = [
      await speak('Мы работаем'),
      await speak(text),
      await speak(`${text}, без обеда и выходных`),
    ]
    expect(short.durationMs).toBeLessThan(normal.durationMs)
    expect(normal.durationMs).toBeLessThan(long.durationMs)
    const [slow, fast] = [await speak(text, { speed: 0.5 }), await speak(text, { speed: 2 })]
    expect(slow.durationMs).toBeGreaterThan(normal.durationMs * 1.4)
    expect(fast.durationMs).toBeLessThan(normal.durationMs * 0.7)
  })
})

describe('an abort', () => {
  it('in the middle of a sentence lets no further frame through', async () => {
    const controller = new AbortController()
    const heard: PcmFrame[] = []
    const text = 'Очень длинное предложение, которое никто не хочет слушать до конца. '.repeat(4)
    const speaking = (async () => {
      for await (const frame of model.synthesize({ text, language: 'ru' }, { signal: controller.signal })) {
        heard.push(frame)
        if (heard.length === 2) controller.abort(new Error('enough'))
      }
    })()
    await expect(speaking).rejects.toThrow('enough')
    expect(heard).toHaveLength(2)
  })

  it('of a megabyte frees the engine for the next who asks', async () => {
    const controller = new AbortController()
    const text = 'слово '.repeat(170_000)
    for await (const frame of model.synthesize({ text, language: 'ru' }, { signal: controller.signal })) {
      expect(frame.samples.length).toBeGreaterThan(0)
      break
    }
    expect((await speak('Дальше')).durationMs).toBeGreaterThan(200)
    expect(engine.health()).toMatchObject({ state: 'running', restarts: 0 })
  })
})

describe('text that is meant to do harm', () => {
  const longerThan = async (text: string, than: string) =>
    (await speak(text)).durationMs > (await speak(than)).durationMs

  it.each([
    ['<speak>Привет <break time="60s"/> друг</speak>'],
    ['<prosody rate="x-slow" volume="x-loud">Привет</prosody>'],
    ['<audio src="/etc/passwd"/>Привет'],
    ['&lt;break time="60s"/&gt; Привет'],
    ['[[_::::::]] Привет'],
    ['Привет 🙂👩‍👩‍👧'],
    ['\ud800Привет\udfff'],
    ['\u202e\u0007\u001b[31mПривет'],
    ["'; drop table messages; --"],
  ])('is only text: %j', async (text) => {
    const { durationMs, loudness } = await speak(text)
    expect(durationMs).toBeGreaterThan(200)
    expect(durationMs).toBeLessThan(15_000)
    expect(loudness).toBeGreaterThan(300)
  })

  it('is heard behind a NUL too', async () => {
    expect(await longerThan('Привет\u0000 дорогие друзья', 'Привет')).toBe(true)
  })

  it('that says nothing makes no sound', async () => {
    for (const text of ['', '   ', '!'.repeat(2_000), '\u0000', '\u200d']) {
      const { durationMs, loudness } = await speak(text)
      expect(durationMs).toBeLessThan(500)
      expect(loudness).toBeLessThan(100)
    }
  })

  it('has left the engine as it was', async () => {
    expect(engine.health()).toMatchObject({ state: 'running', restarts: 0 })
    expect((await speak('Всё в порядке')).durationMs).toBeGreaterThan(400)
  })
})

it('that takes more memory than it may is ended, and speaks again for the next who asks', async () => {
  let nowMs = Date.now()
  const cramped = createSupervisedProcess({
    name: 'voice',
    entry: new URL('./espeak-engine.ts', import.meta.url),
    idleStopMs: 60_000,
    // Less than Node takes by itself, so that it is found too large whenever it is looked at.
    memoryCapMb: 32,
    watchIntervalMs: 1_000,
    startTimeoutMs: 20_000,
    logger: pino({ level: 'silent' }),
    now: () => nowMs,
  })
  const crampedModel = createEspeakSpeechModel(cramped)
  const ask = async (text: string) => {
    let samples = 0
    const request = { text, language: 'ru' as const }
    for await (const frame of crampedModel.synthesize(request, { signal: new AbortController().signal }))
      samples += frame.samples.length
    return samples
  }
  try {
    await expect(ask('Очень длинный текст. '.repeat(20_000))).rejects.toThrow('in the middle of its work')
    await vi.waitUntil(() => cramped.health().state === 'stopped')
    expect(cramped.health().restarts).toBe(1)
    // It is too large again at the next look, which may come while it speaks.
    const askLater = () => {
      nowMs += 60_000
      return ask('Я снова здесь').catch(() => 0)
    }
    await expect.poll(askLater).toBeGreaterThan(4_000)
  } finally {
    await cramped.close()
  }
})
