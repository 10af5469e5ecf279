import type { LanguageModel } from '@secretary/models/spec/language-model'
import { ProviderError } from '@secretary/models/spec/provider-error'
import { describe, expect, it } from 'vitest'
import { runTurn } from './run-turn.ts'
import type { FaqAnswer, Speaker, TurnDeps, TurnInput } from './turn-deps.ts'
import type { TurnPart } from './turn-part.ts'

const nothing: FaqAnswer = {
  outcome: 'none',
  text: null,
  entryId: null,
  question: null,
  kind: null,
  score: 0,
  elapsedMs: 0,
  candidates: [],
  sources: [],
}
const input: TurnInput = {
  caller: 'somebody',
  text: 'Когда вы открыты?',
  language: 'ru',
  scopeId: null,
  history: [],
  withVoice: true,
  expects: null,
  queueMs: 0,
}
const frame = (clauseIndex: number) =>
  ({ type: 'speech-frame', clauseIndex, samples: Int16Array.of(1), sampleRateHz: 8_000 }) as const

/** A model and a voice that note when they are let go. */
function createHouse(options: { stream?: LanguageModel['stream']; speak?: Speaker['speak'] | null }) {
  const log: string[] = []
  const info = { providerId: 'p', modelId: 'm', contextWindowTokens: 8_192 }
  const { stream = words('Мы открыты.'), speak = echo } = options
  const deps: TurnDeps = {
    answerSlots: { take: async () => () => {} },
    faq: { answer: () => nothing, recordHit: () => {} },
    models: {
      current: () => ({
        ...info,
        providerName: 'Модель',
        model: { info, stream: (request, { signal }) => noted('model', stream(request, { signal })) },
      }),
    },
    voice: () => (speak ? { speak: (text, context) => noted('voice', speak(text, context)) } : null),
    systemPrompt: () => '',
  }
  async function* noted<T>(name: string, source: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* source
    } finally {
      log.push(`${name} released`)
    }
  }
  return { deps, log }
}
function words(...texts: string[]): LanguageModel['stream'] {
  return async function* stream() {
    for (const text of texts) yield { type: 'text-delta', text }
    yield { type: 'finish', finishReason: 'stop', usage: { inputTokens: 1, outputTokens: 1, isEstimated: false } }
  }
}
/** A frame for every piece of text. */
const echo: Speaker['speak'] = async function* speak(text) {
  let index = 0
  for await (const _ of text) yield frame(index++)
}
async function run({ deps }: { deps: TurnDeps }): Promise<TurnPart[]> {
  const parts: TurnPart[] = []
  const { signal } = new AbortController()
  for await (const part of runTurn(deps, input, { signal })) parts.push(part)
  return parts
}
const types = (parts: readonly TurnPart[]) => parts.map(({ type }) => type)
const notices = (parts: readonly TurnPart[]) => parts.filter((part) => part.type === 'notice').map((part) => part.code)

describe('a spoken turn', () => {
  it('is heard while the text is still being written', async () => {
    const heard = Promise.withResolvers<void>()
    const house = createHouse({
      async *stream() {
        yield { type: 'text-delta', text: 'Раз. ' }
        await heard.promise // The rest is written only once the first sound was heard.
        yield { type: 'text-delta', text: 'Два.' }
      },
    })
    const seen: TurnPart[] = []
    const { signal } = new AbortController()
    for await (const part of runTurn(house.deps, input, { signal })) {
      seen.push(part)
      if (part.type === 'speech-frame') heard.resolve()
    }
    expect(seen.findIndex(({ type }) => type === 'speech-frame')).toBeLessThan(
      seen.findIndex(({ type }) => type === 'text-end'),
    )
    expect(seen.at(-1)).toMatchObject({ type: 'finish', timings: { firstAudioMs: expect.any(Number) } })
    expect(types(seen).filter((type) => type === 'finish')).toHaveLength(1)
  })

  it('gives all of its text however slow the voice is, and finishes behind the last sound', async () => {
    const house = createHouse({
      stream: words('Раз. ', 'Два. ', 'Три.'),
      async *speak(text) {
        const all: string[] = []
        for await (const piece of text) all.push(piece)
        for (const index of all.keys()) yield frame(index)
      },
    })
    const parts = await run(house)
    expect(types(parts).indexOf('text-end')).toBeLessThan(types(parts).indexOf('speech-frame'))
    expect(types(parts).slice(-4)).toEqual(['speech-frame', 'speech-frame', 'speech-frame', 'finish'])
  })

  it('goes on in writing where the voice fails, and says so once', async () => {
    const failures: Speaker['speak'][] = [
      async function* speak(text) {
        for await (const _ of text) yield { type: 'speech-failed' }
      },
      async function* speak(text) {
        for await (const _ of text) throw new ProviderError({ provider: 'voice', message: 'gone' })
        yield frame(0)
      },
      async function* speak(text) {
        for await (const _ of text) yield { type: 'speech-failed' }
        throw new Error('gone')
      },
    ]
    for (const speak of failures) {
      const parts = await run(createHouse({ stream: words('Раз. ', 'Два. ', 'Три.'), speak }))
      expect(notices(parts)).toEqual(['voice-unavailable'])
      expect(types(parts).filter((type) => type === 'text-delta')).toHaveLength(3)
      expect(types(parts).at(-1)).toBe('finish')
    }
  })

  it('is written where there is no voice, and says so first', async () => {
    const parts = await run(createHouse({ speak: null }))
    expect(parts[0]).toEqual({ type: 'notice', code: 'voice-unavailable' })
    expect(types(parts).at(-1)).toBe('finish')
  })
})

describe('an abort', () => {
  const hangs = async (signal: AbortSignal) => {
    signal.throwIfAborted()
    const { promise, reject } = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    return promise
  }

  it('in mid-answer releases the model and the voice and lets nothing more through', async () => {
    const house = createHouse({
      async *stream(_request, { signal }) {
        yield { type: 'text-delta', text: 'Раз. ' }
        await hangs(signal)
      },
      async *speak(text, { signal }) {
        for await (const _ of text) {
          yield frame(0)
          await hangs(signal)
        }
      },
    })
    const controller = new AbortController()
    const parts: TurnPart[] = []
    const running = (async () => {
      for await (const part of runTurn(house.deps, input, { signal: controller.signal })) {
        parts.push(part)
        if (part.type === 'speech-frame') controller.abort(new Error('enough'))
      }
    })()
    await expect(running).rejects.toThrow('enough')
    expect(types(parts).at(-1)).toBe('speech-frame')
    expect(house.log.toSorted()).toEqual(['model released', 'voice released'])
  })

  it('is what a reader means who stops early', async () => {
    const house = createHouse({ stream: words('Раз. ', 'Два. ', 'Три.') })
    for await (const part of runTurn(house.deps, input, { signal: new AbortController().signal }))
      if (part.type === 'text-delta') break
    expect(house.log.toSorted()).toEqual(['model released', 'voice released'])
  })

  it('of the model in mid-answer ends the voice too', async () => {
    const broken = new ProviderError({ provider: 'Модель', message: 'gone' })
    const house = createHouse({
      async *stream() {
        yield { type: 'text-delta', text: 'Раз. ' }
        throw broken
      },
    })
    await expect(run(house)).rejects.toBe(broken)
    expect(house.log.toSorted()).toEqual(['model released', 'voice released'])
  })
})
