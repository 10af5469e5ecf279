import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProviderError } from '../../spec/provider-error.ts'
import { type FakeOpenAiServer, fakeOpenAiKey, startFakeOpenAiServer } from '../../testing/fake-openai-server.ts'
import { createGuardedFetch } from '../../util/guarded-fetch.ts'
import { createOpenAiCompatibleModel } from './openai-compatible-language-model.ts'

describe('OpenAI-compatible model', () => {
  let server: FakeOpenAiServer
  beforeAll(async () => {
    server = await startFakeOpenAiServer()
  })
  afterAll(() => server.close())

  const model = (options: { apiKey?: string; modelId?: string; baseUrl?: string; idleTimeoutMs?: number } = {}) =>
    createOpenAiCompatibleModel({
      providerId: 'p',
      providerName: 'Fake',
      baseUrl: server.baseUrl,
      apiKey: fakeOpenAiKey,
      modelId: 'small',
      contextWindowTokens: 8192,
      fetch: createGuardedFetch({ provider: 'Fake', reach: 'anywhere' }),
      ...options,
    })
  async function collect(options: Parameters<typeof model>[0] = {}, signal = new AbortController().signal) {
    const parts: unknown[] = []
    let text = ''
    try {
      for await (const part of model(options).stream({ messages: [{ role: 'user', content: 'Привет' }] }, { signal })) {
        parts.push(part)
        if (part.type === 'text-delta') text += part.text
      }
    } catch (error) {
      return { text, parts, error }
    }
    return { text, parts, error: null }
  }

  it('streams text, also letters cut in two, and ends with the usage of the vendor', async () => {
    server.answerWith({ deltas: ['При', 'вет, ', 'мир 🙂'] })
    const { text, parts, error } = await collect()
    expect(error).toBeNull()
    expect(text).toBe('Привет, мир 🙂')
    expect(parts.at(-1)).toEqual({
      type: 'finish',
      finishReason: 'stop',
      usage: { inputTokens: 7, outputTokens: 3, isEstimated: false },
    })
  })

  it.each([
    [{ status: 401 }, { statusCode: 401, isRetryable: false }],
    [
      { status: 429, headers: { 'retry-after': '2' } },
      { statusCode: 429, isRetryable: true, retryAfterMs: 2_000 },
    ],
    [{ status: 503 }, { statusCode: 503, isRetryable: true }],
    [{ deltas: ['a'], ending: 'cut' as const }, { isRetryable: true }],
    [{ deltas: ['a'], ending: 'no-finish' as const }, {}],
    [{ deltas: ['a'], ending: 'garbage' as const }, {}],
    [{ deltas: ['a'], ending: 'error-object' as const }, {}],
  ])('tells %j as a ProviderError that holds no secret', async (answer, expected) => {
    server.answerWith(answer)
    const { error } = await collect()
    expect(ProviderError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({ provider: 'Fake', ...expected })
    expect(String((error as Error).message)).not.toContain(fakeOpenAiKey)
  })

  it('sends what the request says about the answer, by the names the model knows', async () => {
    server.answerWith({ deltas: ['a'] })
    const parameters = { temperature: 0.3, topP: 0.9, maxOutputTokens: 5, stopSequences: ['#'], seed: 7, endUser: 'u' }
    const ask = async (modelId: string) => {
      const request = { messages: [{ role: 'user' as const, content: 'Привет' }], ...parameters }
      for await (const _part of model({ modelId }).stream(request, { signal: new AbortController().signal }));
      return server.requests.at(-1)
    }
    const sent = await ask('small')
    expect(sent).toMatchObject({ temperature: 0.3, top_p: 0.9, max_tokens: 5, stop: ['#'], seed: 7, user: 'u' })
    const reasoning = await ask('gpt-5-small')
    expect(reasoning).toMatchObject({ max_completion_tokens: 5, seed: 7 })
    expect(Object.keys(reasoning ?? {})).not.toEqual(expect.arrayContaining(['temperature']))
    expect(Object.keys(reasoning ?? {})).not.toEqual(expect.arrayContaining(['max_tokens']))
  })

  it('gives up on a model that stalls', async () => {
    server.answerWith({ deltas: ['a'], ending: 'stall' })
    expect((await collect({ idleTimeoutMs: 50 })).error).toMatchObject({ statusCode: 408 })
  })

  it('says what is wrong with the key, the model and the address', async () => {
    server.answerWith({ deltas: ['a'] })
    expect((await collect({ apiKey: 'wrong' })).error).toMatchObject({ statusCode: 401, isRetryable: false })
    expect((await collect({ modelId: 'none' })).error).toMatchObject({ statusCode: 404, isRetryable: false })
    expect((await collect({ baseUrl: 'http://127.0.0.1:1/v1' })).error).toMatchObject({
      statusCode: undefined,
      isRetryable: true,
    })
  })

  it('frees the socket of the vendor when it is aborted', async () => {
    server.answerWith({ deltas: ['a', ...Array<string>(50).fill('b')], delayMs: 10 })
    const before = server.abortedCount
    const controller = new AbortController()
    const iterator = model()
      .stream({ messages: [{ role: 'user', content: 'x' }] }, { signal: controller.signal })
      [Symbol.asyncIterator]()
    await iterator.next()
    controller.abort()
    await expect(iterator.next()).rejects.toThrow()
    await expect.poll(() => server.abortedCount).toBe(before + 1)
  })
})
