import type { LanguageModel, LanguageModelPart, LanguageModelRequest } from '@secretary/models/spec/language-model'
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
  elapsedMs: 0.2,
  candidates: [],
  sources: [],
}
const hit: FaqAnswer = {
  ...nothing,
  outcome: 'hit',
  text: 'С 9 до 18.',
  entryId: 'e1',
  question: 'Часы?',
  kind: 'exact',
  score: 1,
}
const near: FaqAnswer = {
  ...nothing,
  outcome: 'near',
  candidates: ['a', 'b', 'c', 'd'].map((entryId, index) => ({
    entryId,
    question: `${entryId}?`,
    score: 0.6 - index / 10,
  })),
}
const usage = { inputTokens: 5, outputTokens: 2, isEstimated: false }
const finish: LanguageModelPart = { type: 'finish', finishReason: 'stop', usage }
const input: TurnInput = {
  caller: 'somebody',
  text: 'Когда вы открыты?',
  language: 'ru',
  scopeId: null,
  history: [],
  withVoice: false,
  expects: null,
  queueMs: 3,
}

/** Everything a turn needs, and what it did with it. */
function createHouse(faq: FaqAnswer, stream?: LanguageModel['stream'], speaker: Speaker | null = null) {
  const hits: string[] = []
  const info = { providerId: 'p', modelId: 'm', contextWindowTokens: 8_192 }
  const current = stream && { model: { info, stream }, ...info, providerName: 'Модель' }
  const deps: TurnDeps = {
    answerSlots: { take: async () => () => {} },
    faq: { answer: () => faq, recordHit: (entryId) => void hits.push(entryId) },
    models: { current: () => current ?? null },
    voice: () => speaker,
    systemPrompt: () => 'Ты — секретарь.',
  }
  return { deps, hits }
}
function modelOf(...parts: (LanguageModelPart | Error | string)[]): LanguageModel['stream'] {
  return async function* stream() {
    for (const part of parts) {
      if (part instanceof Error) throw part
      yield typeof part === 'string' ? { type: 'text-delta', text: part } : part
    }
  }
}
async function run(house: { deps: TurnDeps }, changes: Partial<TurnInput> = {}): Promise<TurnPart[]> {
  const parts: TurnPart[] = []
  const { signal } = new AbortController()
  for await (const part of runTurn(house.deps, { ...input, ...changes }, { signal })) parts.push(part)
  return parts
}
const types = (parts: readonly TurnPart[]) => parts.map(({ type }) => type)
const textOf = (parts: readonly TurnPart[]) =>
  parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')
const sourceOf = (parts: readonly TurnPart[]) => parts.find((part) => part.type === 'answer-source')?.answer.source
const broken = new ProviderError({ provider: 'Модель', message: 'gone' })

describe('an answer from the FAQ', () => {
  it('comes at once and is counted; the model is not asked', async () => {
    const house = createHouse(hit, () => {
      throw new Error('asked')
    })
    const parts = await run(house)
    expect(types(parts)).toEqual(['answer-source', 'text-delta', 'text-end', 'finish'])
    expect([sourceOf(parts), textOf(parts), house.hits]).toEqual(['faq', 'С 9 до 18.', ['e1']])
    expect(parts.at(-1)).toMatchObject({
      finishReason: 'stop',
      timings: { queueMs: 3, faqMs: 0.2, modelFirstTokenMs: null },
    })
  })
})

describe('an answer of the model', () => {
  it('streams, names its source first, and tells its cost before the one finish', async () => {
    const parts = await run(createHouse(nothing, modelOf('Мы ', 'открыты', finish)))
    expect(types(parts)).toEqual(['answer-source', 'usage', 'text-delta', 'text-delta', 'usage', 'text-end', 'finish'])
    expect(parts[0]).toMatchObject({ answer: { source: 'model', model: { providerId: 'p', providerName: 'Модель' } } })
    expect(parts[4]).toEqual({ type: 'usage', usage: { kind: 'llm', providerId: 'p', modelId: 'm', tokens: usage } })
    expect(parts.at(-1)).toMatchObject({ timings: { modelFirstTokenMs: expect.any(Number), firstAudioMs: null } })
  })

  it('is written as the request wants it, under the prompt of the request', async () => {
    const asked: LanguageModelRequest[] = []
    const house = createHouse(nothing, (request) => {
      asked.push(request)
      return modelOf('Да', { type: 'finish', finishReason: 'length', usage })(request, {
        signal: new AbortController().signal,
      })
    })
    const modelParameters = { temperature: 0.2, stopSequences: ['###'], seed: 7, maxOutputTokens: 5, endUser: 'u' }
    const parts = await run(house, { systemPrompt: 'Отвечай стихами.', modelParameters })
    expect(asked[0]).toMatchObject(modelParameters)
    expect(asked[0]?.messages[0]).toEqual({ role: 'system', content: 'Отвечай стихами.' })
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'length' })
  })

  it('that fails before its first word gives way to what is known without it', async () => {
    const parts = await run(createHouse(nothing, modelOf(broken)))
    expect(types(parts)).toEqual(['notice', 'expects', 'answer-source', 'text-delta', 'text-end', 'finish'])
    expect(parts[0]).toEqual({ type: 'notice', code: 'model-failed' })
    expect(sourceOf(parts)).toBe('fallback')
  })

  it('that has no end is cut, and one the vendor cut is told as such', async () => {
    const endless: LanguageModel['stream'] = async function* stream() {
      while (true) yield { type: 'text-delta', text: 'ж'.repeat(30_000) }
    }
    const parts = await run(createHouse(nothing, endless))
    expect(textOf(parts)).toHaveLength(100_000)
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'length' })
    const cut = await run(createHouse(nothing, modelOf('Мы', { ...finish, finishReason: 'length' })))
    expect(cut.at(-1)).toMatchObject({ type: 'finish', finishReason: 'length' })
  })

  it('that says nothing at all gives way too, and is paid for', async () => {
    const parts = await run(createHouse(near, modelOf(finish)))
    expect(types(parts)).toEqual(['usage', 'answer-source', 'text-delta', 'suggestions', 'text-end', 'finish'])
  })

  it('that fails in the middle is an error, behind what was said, without a finish', async () => {
    const house = createHouse(nothing, modelOf('Мы откр', broken))
    const parts: TurnPart[] = []
    const running = (async () => {
      const { signal } = new AbortController()
      for await (const part of runTurn(house.deps, input, { signal })) parts.push(part)
    })()
    await expect(running).rejects.toBe(broken)
    expect([textOf(parts), types(parts).includes('finish')]).toEqual(['Мы откр', false])
  })

  it('with a bug of ours is no failing model: the bug is heard of', async () => {
    await expect(run(createHouse(nothing, modelOf(new TypeError('bug'))))).rejects.toThrow('bug')
  })

  it('tells that what was said long ago did not fit', async () => {
    const history = Array.from({ length: 400 }, () => ({ role: 'user' as const, content: 'слово '.repeat(50) }))
    const parts = await run(createHouse(nothing, modelOf('Да', finish)), { history })
    expect(types(parts).slice(0, 2)).toEqual(['answer-source', 'notice'])
    expect(parts[1]).toEqual({ type: 'notice', code: 'context-trimmed' })
  })
})

describe('without an answer', () => {
  it('three near questions are offered', async () => {
    const parts = await run(createHouse(near))
    const suggestions = parts.find((part) => part.type === 'suggestions')
    expect(suggestions?.items.map(({ entryId }) => entryId)).toEqual(['a', 'b', 'c'])
    expect(sourceOf(parts)).toBe('suggestions')
  })

  it('the secretary says so in the language of the visitor and waits for a contact', async () => {
    for (const [language, words] of [
      ['ru', /не знаю/],
      ['en', /don't know/],
    ] as const) {
      const parts = await run(createHouse(nothing), { language })
      expect(textOf(parts)).toMatch(words)
      expect(parts).toContainEqual({ type: 'expects', expects: 'contact' })
    }
  })

  it('nobody is promised that a message is passed on where nobody keeps it', async () => {
    for (const text of ['Есть ли парковка?', 'Иван, +7 999 123-45-67']) {
      const parts = await run(createHouse(nothing), { text, canTakeMessage: false })
      expect(types(parts)).toEqual(['answer-source', 'text-delta', 'text-end', 'finish'])
      expect(textOf(parts)).toMatch(/не знаю/)
      expect(textOf(parts)).not.toMatch(/телефон|человек|контакт/)
    }
  })

  it('a greeting is greeted', async () => {
    const parts = await run(createHouse(near), { text: 'Привет!' })
    expect(textOf(parts)).toContain('Здравствуйте')
    expect(types(parts)).not.toContain('suggestions')
  })

  it('a contact that was asked for is taken with what was asked, also beside a model', async () => {
    const history = [
      { role: 'user' as const, content: 'Есть ли парковка?' },
      { role: 'assistant' as const, content: 'Не знаю.' },
    ]
    const house = createHouse(nothing, modelOf('Не моё дело', finish))
    const parts = await run(house, { text: 'Иван, +7 999 123-45-67', expects: 'contact', history })
    expect(house.hits).toEqual([])
    expect(parts[0]).toEqual({
      type: 'message-taken',
      lead: { name: 'Иван', contact: '+7 999 123-45-67', message: 'Есть ли парковка?\n\nИван, +7 999 123-45-67' },
    })
    expect([sourceOf(parts), textOf(parts)]).toEqual(['message-taking', expect.stringContaining('Спасибо, Иван')])
  })

  it('a name that came alone before the number belongs to it', async () => {
    const history = ['Есть ли парковка?', 'Пётр'].map((content) => ({ role: 'user' as const, content }))
    const [taken] = await run(createHouse(nothing), { text: '8 999 123-45-67', expects: 'contact', history })
    expect(taken).toMatchObject({
      lead: { name: 'Пётр', message: 'Есть ли парковка?\n\nПётр\n\n8 999 123-45-67' },
    })
  })

  it('a contact that was asked for is taken although an entry of the FAQ would match it', async () => {
    const house = createHouse(hit)
    const parts = await run(house, { text: 'Мой телефон 8 999 123-45-67', expects: 'contact' })
    expect([sourceOf(parts), house.hits]).toEqual(['message-taking', []])
  })

  it('a contact that comes unasked is kept too, and the question is answered', async () => {
    const text = 'Перезвоните, когда вы открыты? 8 999 123-45-67'
    for (const [house, source] of [
      [createHouse(hit), 'faq'],
      [createHouse(nothing, modelOf('Перезвоним', finish)), 'model'],
      [createHouse(nothing), 'message-taking'],
      [createHouse(near, modelOf(broken)), 'message-taking'],
    ] as const) {
      const parts = await run(house, { text })
      expect(sourceOf(parts)).toBe(source)
      expect(parts[0]).toMatchObject({ type: 'message-taken', lead: { contact: '8 999 123-45-67' } })
      expect(types(parts).filter((type) => type === 'message-taken')).toHaveLength(1)
    }
  })
})
