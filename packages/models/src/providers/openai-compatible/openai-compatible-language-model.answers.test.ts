import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LanguageModelPart } from '../../spec/language-model.ts'
import { ProviderError } from '../../spec/provider-error.ts'
import { createOpenAiCompatibleModel } from './openai-compatible-language-model.ts'

const delta = (content: unknown, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: { content }, finish_reason }],
})
const usage = { prompt_tokens: 7, completion_tokens: 3 }
const event = (data: unknown, end = '\n') =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}${end}${end}`
const events = (...all: unknown[]) => all.map((data) => event(data)).join('')

type Ending = 'proper' | 'broken' | 'open'

/** A body that comes in these pieces. */
function bodyOf(pieces: readonly Uint8Array[], ending: Ending = 'proper', onCancel = () => {}) {
  const waiting = [...pieces]
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = waiting.shift()
      if (next) controller.enqueue(next)
      else if (ending === 'broken') controller.error(new Error('reset'))
      else if (ending === 'proper') controller.close()
      else return new Promise(() => {})
      return undefined
    },
    cancel: onCancel,
  })
}

const asked: Record<string, unknown>[] = []
afterEach(() => void asked.splice(0))

function modelThat(answer: (request: Record<string, unknown>) => Response) {
  const fetch = async (_url: unknown, init?: RequestInit) => {
    asked.push(JSON.parse(String(init?.body)))
    return answer(asked.at(-1) ?? {})
  }
  return createOpenAiCompatibleModel({
    providerId: 'p',
    providerName: 'Vendor',
    baseUrl: 'http://vendor.test/v1/',
    apiKey: null,
    modelId: 'small',
    contextWindowTokens: 8192,
    fetch: fetch as typeof globalThis.fetch,
  })
}

async function collect(model: ReturnType<typeof modelThat>) {
  const parts: LanguageModelPart[] = []
  const { signal } = new AbortController()
  for await (const part of model.stream({ messages: [{ role: 'user', content: 'Привет' }] }, { signal }))
    parts.push(part)
  const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')
  const end = parts.at(-1)
  return { text, end, parts }
}

const answerOf = (text: string, ending: Ending = 'proper') =>
  collect(modelThat(() => new Response(bodyOf([Buffer.from(text)], ending))))

const told = { inputTokens: 7, outputTokens: 3, isEstimated: false }
const counted = expect.objectContaining({ isEstimated: true })

describe('an answer', () => {
  it.each<[string, string, object]>([
    ['with a usage chunk', events(delta('Да', 'stop'), { choices: [], usage }, '[DONE]'), { text: 'Да', usage: told }],
    [
      'with usage in the last choice',
      events({ choices: [{ delta: { content: 'Да' }, finish_reason: 'stop', usage }] }),
      { text: 'Да', usage: told },
    ],
    ['without usage', events(delta('Да'), delta('', 'stop'), '[DONE]'), { text: 'Да', usage: counted }],
    ['without [DONE]', events(delta('Да', 'length')), { text: 'Да', finishReason: 'length', usage: counted }],
    ['without a reason', events(delta('Да'), '[DONE]'), { text: 'Да', finishReason: 'stop', usage: counted }],
    [
      'with a reason that [DONE] does not change',
      events(delta('Да', 'length'), '[DONE]'),
      { text: 'Да', finishReason: 'length', usage: counted },
    ],
    [
      'with an empty reason in each event',
      events(delta('Да', ''), delta('!', 'stop')),
      { text: 'Да!', usage: counted },
    ],
    [
      'with words behind its end',
      `${events(delta('Да', 'stop'), '[DONE]')}rubbish\n\n${events(delta('нет'))}`,
      { text: 'Да', usage: counted },
    ],
    [
      'with lines of Windows',
      event(delta('Да', 'stop'), '\r\n') + event('[DONE]', '\r\n'),
      { text: 'Да', usage: counted },
    ],
    [
      'with comments',
      `: working\n\n${events(delta('Да'))}: still\n\n${events(delta('!', 'stop'))}`,
      { text: 'Да!', usage: counted },
    ],
    ['that ends without an empty line', `data: ${JSON.stringify(delta('Да', 'stop'))}`, { text: 'Да', usage: counted }],
    [
      'in a list of pieces',
      events(
        delta(
          [
            { type: 'thinking', thinking: [] },
            { type: 'text', text: 'Да' },
          ],
          'stop',
        ),
      ),
      { text: 'Да', usage: counted },
    ],
    [
      'behind thoughts',
      events({ choices: [{ delta: { reasoning_content: 'hm' } }] }, delta('Да', 'stop')),
      { text: 'Да', usage: counted },
    ],
    [
      'of calls of tools',
      events({ choices: [{ delta: { tool_calls: [{}] }, finish_reason: 'tool_calls' }] }),
      { text: '', finishReason: 'other', usage: counted },
    ],
    [
      'that was filtered',
      events(delta('Да', 'content_filter')),
      { text: 'Да', finishReason: 'content-filter', usage: counted },
    ],
    [
      'in one piece',
      ` \n${JSON.stringify({ choices: [{ message: { content: 'Да' }, finish_reason: 'stop' }], usage }, null, 1)}`,
      { text: 'Да', usage: told },
    ],
  ])('%s is read', async (_, bytes, { text, ...end }: { text?: string }) => {
    const answer = await answerOf(bytes)
    expect(answer.text).toBe(text)
    expect(answer.end).toEqual({ type: 'finish', finishReason: 'stop', ...end })
  })

  it.each<[string, string, object]>([
    ['that is empty', '', {}],
    ['that is a page', '<html><body>Bad gateway</body></html>', {}],
    ['that is no object', events('[]'), {}],
    ['that is half an object', '{"choices":', {}],
    ['without an end', events(delta('Да')), {}],
    [
      'with an error in it',
      events(delta('Да'), { error: { message: 'busy', code: 502 }, choices: [delta('', 'error')] }),
      { statusCode: 502, isRetryable: true },
    ],
    ['with a refusal in it', events({ error: { code: '401' } }), { statusCode: 401, isRetryable: false }],
    ['with an error as text', events({ error: 'busy' }), { isRetryable: true }],
    [
      'with an error of vLLM',
      events({ object: 'error', message: 'x', code: 400 }),
      { statusCode: 400, isRetryable: false },
    ],
    [
      'that is an error in one piece',
      JSON.stringify({ error: { message: 'x', code: 429 } }),
      { statusCode: 429, isRetryable: true },
    ],
    ['with an event of megabytes', `data: {"choices":[{"delta":{"content":"${'x'.repeat(5 * 1024 * 1024)}`, {}],
    ['of megabytes', `{"choices":"${'x'.repeat(5 * 1024 * 1024)}"}`, {}],
  ])('%s is a ProviderError', async (_, bytes, expected) => {
    const failure = await answerOf(bytes).catch((error: unknown) => error)
    expect(ProviderError.isInstance(failure)).toBe(true)
    expect(failure).toMatchObject({ provider: 'Vendor', ...expected })
  })

  it('that breaks behind its end is whole', async () => {
    expect((await answerOf(events(delta('Да', 'stop')), 'broken')).end).toMatchObject({ finishReason: 'stop' })
  })

  it('is the same however its bytes are cut', async () => {
    const whole = `: x\r\n\r\n${events(delta('Здравствуйте 🙂'), delta(', да'), delta('', 'stop'), { choices: [], usage }, '[DONE]')}`
    const bytes = Buffer.from(whole)
    const expected = await answerOf(whole)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 40 }), async (places) => {
        const sorted = [0, ...places, bytes.length].sort((left, right) => left - right)
        const pieces = sorted.slice(1).map((place, index) => bytes.subarray(sorted[index], place))
        const { parts } = await collect(
          modelThat(() => new Response(bodyOf(pieces.filter(({ length }) => length > 0)))),
        )
        expect(parts).toEqual(expected.parts)
      }),
    )
  })

  it('of a vendor that refuses to be asked for usage comes without it, from then on at once', async () => {
    const model = modelThat(({ stream_options }) =>
      stream_options === undefined
        ? new Response(bodyOf([Buffer.from(events(delta('Да', 'stop')))]))
        : new Response('{"detail":"extra"}', { status: 422 }),
    )
    expect((await collect(model)).text).toBe('Да')
    expect((await collect(model)).text).toBe('Да')
    expect(asked.map((request) => 'stream_options' in request)).toEqual([true, false, false])
  })

  it('is asked for once more at most where it is refused for something else', async () => {
    const model = modelThat(() => new Response('{}', { status: 400 }))
    await expect(collect(model)).rejects.toMatchObject({ statusCode: 400, isRetryable: false })
    expect(asked).toHaveLength(2)
  })

  describe('that stops coming', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    it('behind its end is whole, and its connection is given up', async () => {
      const onCancel = vi.fn()
      const body = bodyOf([Buffer.from(events(delta('Да', 'stop')))], 'open', onCancel)
      const answer = collect(modelThat(() => new Response(body)))
      await vi.advanceTimersByTimeAsync(2_000)
      expect((await answer).end).toMatchObject({ type: 'finish', finishReason: 'stop' })
      expect(onCancel).toHaveBeenCalledOnce()
    })

    it('behind [DONE] is over at once, and its connection is given up a little later', async () => {
      const onCancel = vi.fn()
      const body = bodyOf([Buffer.from(events(delta('Да', 'stop'), '[DONE]'))], 'open', onCancel)
      expect((await collect(modelThat(() => new Response(body)))).text).toBe('Да')
      expect(onCancel).not.toHaveBeenCalled()
      await vi.advanceTimersByTimeAsync(2_000)
      expect(onCancel).toHaveBeenCalledOnce()
    })

    it('is given up although the other side does not hear of it', async () => {
      const answer = collect(modelThat(() => new Response(bodyOf([], 'open')))).catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(60_000)
      expect(await answer).toMatchObject({ provider: 'Vendor', statusCode: 408 })
    })

    it('for good is given up, however often it says that it is still there', async () => {
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) =>
          new Promise((resolve) => setTimeout(resolve, 30_000)).then(() =>
            controller.enqueue(Buffer.from(': here\n\n')),
          ),
      })
      const answer = collect(modelThat(() => new Response(body))).catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(630_000)
      expect(await answer).toMatchObject({ statusCode: 408 })
    })

    it('because nobody reads on is not given up', async () => {
      const pieces = [delta('Да'), delta('!', 'stop')].map((data) => Buffer.from(event(data)))
      const { signal } = new AbortController()
      const parts = modelThat(() => new Response(bodyOf(pieces)))
        .stream({ messages: [] }, { signal })
        [Symbol.asyncIterator]()
      expect((await parts.next()).value).toMatchObject({ text: 'Да' })
      await vi.advanceTimersByTimeAsync(120_000)
      expect((await parts.next()).value).toMatchObject({ text: '!' })
    })
  })
})
