import { decodeSound, hasFfmpeg, probeSound } from '@secretary/audio/testing/ffmpeg'
import { likeness, loudness } from '@secretary/audio/testing/tones'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { createKey, errorOf, get, withKey } from '#server-test/support/key-probes.ts'
import { createSpeakingProgram, SENTENCE, type SpeakingProgram } from '#server-test/support/speak.ts'

let app: TestApp
let program: SpeakingProgram
beforeAll(async () => {
  app = await startTestApp()
  program = await createSpeakingProgram(app)
})
afterAll(() => app.close())

describe('the sound', () => {
  it.skipIf(!hasFfmpeg()).each([
    ['mp3', 'audio/mpeg', 'mp3', 24_000],
    ['opus', 'audio/opus', 'ogg', 48_000],
    ['aac', 'audio/aac', 'aac', 24_000],
    ['flac', 'audio/flac', 'flac', 24_000],
    ['wav', 'audio/wav', 'wav', 24_000],
  ])('as %s is what was said', async (format, contentType, container, sampleRateHz) => {
    const said = await program.pcm()
    const response = await program.speak({ response_format: format })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, contentType])
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(await probeSound(bytes)).toMatchObject({ container, sampleRateHz, channels: 1 })
    const heard = await decodeSound(bytes, { sampleRateHz: 24_000, isStrict: false })
    expect(likeness(said, heard, 1_500).value).toBeGreaterThan(0.95)
    expect(Math.abs(heard.length - said.length)).toBeLessThan(4_000)
    // Cut in the middle of the way, it is half of it and not nothing.
    const half = await decodeSound(bytes.subarray(0, bytes.length / 2), { sampleRateHz: 24_000, isStrict: false })
    expect(half.length).toBeGreaterThan(said.length * 0.3)
    expect(half.length).toBeLessThan(said.length * 0.7)
  })

  it('is MP3 where nothing is said of a format, and bare samples on request', async () => {
    const response = await program.speak()
    expect(response.headers.get('content-type')).toBe('audio/mpeg')
    expect(new Uint8Array(await response.arrayBuffer())[0]).toBe(0xff)
    const pcm = await program.speak({ response_format: 'pcm' })
    expect(pcm.headers.get('content-type')).toBe('audio/pcm')
    const samples = new Int16Array(await pcm.arrayBuffer())
    expect(samples.length / 24_000).toBeGreaterThan(2)
    expect(loudness(samples)).toBeGreaterThan(500)
  })

  it('is as fast as it should be', async () => {
    const normal = (await program.pcm()).length
    for (const speed of [0.25, 0.5, 2, 4]) {
      const factor = (await program.pcm({ speed })).length / normal
      expect(factor * speed).toBeGreaterThan(0.75)
      expect(factor * speed).toBeLessThan(1.3)
    }
  })

  it('follows the pace of the owner', async () => {
    const normal = (await program.pcm()).length
    await app.container.voices.saveSettings({ isEnabled: true, speed: 2 })
    expect((await program.pcm()).length).toBeLessThan(normal * 0.7)
    await app.container.voices.saveSettings({ isEnabled: true, speed: 1 })
  })

  it('is that of the words: other languages sound differently, marks and emoji make none', async () => {
    const plain = await program.pcm({ input: 'Цена важна для всех.' })
    const marked = await program.pcm({ input: '## **Цена** [важна](https://example.com/x) для `всех`. 🙂' })
    expect(marked).toEqual(plain)
    const english = await program.pcm({ input: 'Please call us on Monday.' })
    const both = await program.pcm({ input: 'Цена важна для всех. Please call us on Monday.' })
    expect(Math.abs(both.length - plain.length - english.length)).toBeLessThanOrEqual(2)
  })

  it.each(['🙂', '👩‍👩‍👧 🎉', '—', '***', '```\ncode\n```'])('of %j is a moment of silence', async (input) => {
    const samples = await program.pcm({ input })
    expect([samples.length, loudness(samples)]).toEqual([2_400, 0])
    if (hasFfmpeg()) expect(await probeSound(await program.file({ input }))).toMatchObject({ container: 'mp3' })
  })

  it.each([['tts-1-hd'], ['gpt-4o-mini-tts'], ['gpt-4o-mini-tts-2025-12-15'], ['secretary'], ['espeak-ng']])(
    'comes for the model %s',
    async (model) => {
      expect((await program.file({ model, voice: { id: 'nova' } })).length).toBeGreaterThan(1_000)
    },
  )

  it('ignores fields that nobody defined, and null', async () => {
    const nothing = { instructions: null, speed: null, response_format: null, stream_format: null }
    expect((await program.file({ ...nothing, language: 'ru', seed: 5 })).length).toBeGreaterThan(1_000)
  })
})

describe('a refusal', () => {
  it.each([
    ['no text', { input: '' }, 400, 'input'],
    ['white space', { input: ' \n\t ' }, 400, 'input'],
    ['a text that is too long', { input: 'а'.repeat(4_097) }, 400, 'input'],
    ['a text that is no text', { input: 5 }, 400, 'input'],
    ['no model', { model: undefined }, 400, 'model'],
    ['a model of nobody', { model: 'dall-e-3' }, 404, null],
    ['no voice', { voice: undefined }, 400, 'voice'],
    ['a voice of nobody', { voice: 'pavarotti' }, 400, 'voice'],
    ['a voice of nobody, by its id', { voice: { id: 'voice_123' } }, 400, 'voice'],
    ['a pace no one speaks at', { speed: 4.5 }, 400, 'speed'],
    ['a pace that is no number', { speed: '2' }, 400, 'speed'],
    ['a format of nobody', { response_format: 'ogg' }, 400, 'response_format'],
    ['another way to stream', { stream_format: 'ndjson' }, 400, 'stream_format'],
    ['instructions no voice can follow', { model: 'gpt-4o-mini-tts', instructions: 'Whisper' }, 400, 'instructions'],
  ])('names %s', async (_name, fields, status, param) => {
    const response = await program.speak(fields)
    expect(response.status).toBe(status)
    expect(await errorOf(response)).toMatchObject({ type: 'invalid_request_error', param })
  })

  it('takes a text of exactly 4,096 characters, emoji counted as one', async () => {
    const controller = new AbortController()
    const response = await program.speak({ input: `Да. ${'🙂'.repeat(4_092)}` }, { signal: controller.signal })
    expect(response.status).toBe(200)
    controller.abort()
  })

  it('passes over instructions for the models that never had them', async () => {
    expect((await program.file({ model: 'tts-1', instructions: 'Whisper' })).length).toBeGreaterThan(1_000)
  })

  it('of a megabyte comes before it is read', async () => {
    expect((await program.speak({ input: 'слово '.repeat(200_000) })).status).toBe(413)
  })

  it('is the same for nobody, and for a key of another scope', async () => {
    const body = { model: 'tts-1', input: SENTENCE, voice: 'alloy' }
    expect((await app.call('POST', '/v1/audio/speech', { body })).status).toBe(401)
    const { key } = await createKey(app, { scopes: ['chat'] })
    expect((await app.call('POST', '/v1/audio/speech', { headers: withKey(key), body })).status).toBe(403)
  })

  it('names the program that a format needs', async () => {
    const poor = await startTestApp({ programPath: '/nowhere' })
    const response = await (await createSpeakingProgram(poor)).speak({ response_format: 'aac' })
    expect(response.status).toBe(400)
    const error = await errorOf(response)
    expect(error).toMatchObject({ type: 'invalid_request_error', param: 'response_format' })
    expect(error.message).toContain('ffmpeg')
    await poor.close()
  })

  it('is honest where the voice is off', async () => {
    await app.container.voices.saveSettings({ isEnabled: false, speed: 1 })
    for (const stream_format of ['audio', 'sse']) {
      const response = await program.speak({ stream_format })
      expect(response.status).toBe(503)
      expect(await errorOf(response)).toMatchObject({ type: 'server_error', code: 'voice_unavailable' })
    }
    await app.container.voices.saveSettings({ isEnabled: true, speed: 1 })
  })
})

describe('events', () => {
  it('hold the same file in pieces, and what was used', async () => {
    const response = await program.speak({ stream_format: 'sse', response_format: 'wav' })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const events = [...(await response.text()).matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''))
    const done = events.pop()
    expect(events.every(({ type }) => type === 'speech.audio.delta')).toBe(true)
    expect(events.length).toBeGreaterThan(5)
    const bytes = Buffer.concat(events.map(({ audio }) => Buffer.from(audio, 'base64')))
    expect(Buffer.compare(bytes, await program.file({ response_format: 'wav' }))).toBe(0)
    expect(done).toMatchObject({
      type: 'speech.audio.done',
      usage: { output_tokens: 0, characters: SENTENCE.length - 1 },
    })
    expect(done.usage.total_tokens).toBe(done.usage.input_tokens)
    expect(done.usage.audio_ms).toBeCloseTo((bytes.length - 44) / 48, -2)
  })
})

describe('what stays', () => {
  const input = 'Секретное слово.'
  const usage = () =>
    app.container.db.selectFrom('usage').selectAll().where('characters', '=', input.length).executeTakeFirst()

  it('is a row of the call and what it used, without the text', async () => {
    // A program of its own: what others used in the same moment is no part of its sum.
    const other = await createSpeakingProgram(app)
    const samples = await other.pcm({ input })
    await expect.poll(usage).toMatchObject({
      kind: 'tts',
      provider_id: 'espeak-ng',
      model_id: 'spare',
      turn_id: null,
      calls: 1,
      audio_ms: expect.closeTo(samples.length / 24, -1),
    })
    const calls = app.container.db.selectFrom('api_calls').selectAll().where('characters', '=', input.length)
    const call = await calls.executeTakeFirst()
    expect(call).toMatchObject({
      model: 'tts-1',
      status: 200,
      outcome: 'complete',
      provider_id: 'espeak-ng',
      api_key_id: (await usage())?.api_key_id,
    })
    expect(JSON.stringify(call)).not.toContain('Секретное')
  })
})

describe('a client that hangs up', () => {
  it('stops the voice, and pays for what was spoken', async () => {
    const controller = new AbortController()
    const input = 'Это предложение повторяется много раз подряд, чтобы занять голос надолго. '.repeat(50)
    const response = await program.speak({ input, response_format: 'pcm', speed: 0.25 }, { signal: controller.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    controller.abort()
    await expect.poll(() => app.container.openStreams.count).toBe(0)
    const rows = await app.container.db.selectFrom('usage').select('characters').execute()
    expect(Math.max(...rows.map(({ characters }) => characters ?? 0))).toBeLessThan(input.length / 2)
    expect((await program.pcm({ input: 'Дальше.' })).length).toBeGreaterThan(5_000)
  })

  it('waits behind nobody, and holds nobody up', async () => {
    const other = await createSpeakingProgram(app)
    const controllers = Array.from({ length: 30 }, () => new AbortController())
    const input = 'Один и тот же длинный текст для очереди. '.repeat(40)
    const greedy = controllers.map(({ signal }, index) =>
      program.speak({ input: `${index}. ${input}`, response_format: 'pcm' }, { signal }).catch(() => null),
    )
    expect((await other.pcm({ input: 'Я тоже хочу сказать.' })).length).toBeGreaterThan(5_000)
    for (const controller of controllers) controller.abort()
    await Promise.all(greedy)
    await expect.poll(() => app.container.openStreams.count).toBe(0)
  })

  it('is told to come back where it asks for too much at once', async () => {
    const controllers = Array.from({ length: 60 }, () => new AbortController())
    const input = 'Слишком много сразу, и всё это надолго. '.repeat(60)
    const statuses = controllers.map(async ({ signal }, index) => {
      const response = await program
        .speak({ input: `${index}! ${input}`, response_format: 'pcm' }, { signal })
        .catch(() => null)
      if (response?.status === 429) expect(response.headers.get('retry-after')).toBe('1')
      return response?.status ?? 0
    })
    expect(
      await Promise.race(statuses.map(async (status) => ((await status) === 429 ? 429 : new Promise(() => {})))),
    ).toBe(429)
    for (const controller of controllers) controller.abort()
    await Promise.all(statuses)
  })
})

it('voices are listed, at both addresses', async () => {
  const { key } = await createKey(app, { scopes: ['audio'] })
  const [voices, audioVoices] = await Promise.all(
    ['/v1/voices', '/v1/audio/voices'].map(async (path) => (await get(app, path, withKey(key))).json()),
  )
  expect(voices).toEqual(audioVoices)
  expect(voices).toMatchObject({
    object: 'list',
    data: [{ id: 'spare', object: 'voice', name: 'eSpeak NG', languages: ['ru', 'en'] }],
  })
})
