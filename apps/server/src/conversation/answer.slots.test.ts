import type { LanguageModelPart } from '@secretary/models/spec/language-model'
import { ProviderError } from '@secretary/models/spec/provider-error'
import { describe, expect, it, vi } from 'vitest'
import { answer } from './answer.ts'
import type { FaqAnswer, TurnDeps, TurnInput } from './turn-deps.ts'

const nothing: FaqAnswer = {
  outcome: 'none', text: null, entryId: null, question: null, kind: null, score: 0, elapsedMs: 0, candidates: [], sources: [],
} // biome-ignore format: none of it matters here
const hit: FaqAnswer = { ...nothing, outcome: 'hit', text: 'С 9 до 18.', entryId: 'e1', kind: 'exact', score: 1 }
const input: TurnInput = {
  caller: 'a program',
  text: 'Когда вы открыты?',
  language: 'ru',
  scopeId: null,
  history: [],
  withVoice: false,
  expects: null,
  queueMs: 0,
}
const finish: LanguageModelPart = {
  type: 'finish',
  finishReason: 'stop',
  usage: { inputTokens: 1, outputTokens: 1, isEstimated: false },
}

function createHouse(faq: FaqAnswer, stream: () => AsyncGenerator<LanguageModelPart>) {
  const giveBack = vi.fn()
  const take = vi.fn(async () => giveBack)
  const info = { providerId: 'p', modelId: 'm', contextWindowTokens: 8_192 }
  const deps: TurnDeps = {
    answerSlots: { take },
    faq: { answer: () => faq, recordHit: () => {} },
    models: { current: () => ({ ...info, providerName: 'Модель', model: { info, stream } }) },
    voice: () => null,
    systemPrompt: () => '',
  }
  return { deps, take, giveBack }
}

async function* says(...parts: (LanguageModelPart | Error)[]): AsyncGenerator<LanguageModelPart> {
  for (const part of parts) {
    if (part instanceof Error) throw part
    yield part
  }
}
const word: LanguageModelPart = { type: 'text-delta', text: 'Да' }
const failure = new ProviderError({ provider: 'Модель', message: 'gone' })
const { signal } = new AbortController()

describe('a slot', () => {
  it('is not needed for what the FAQ answers', async () => {
    const { deps, take } = createHouse(hit, () => says())
    for await (const _ of answer(deps, input, { signal }));
    expect(take).not.toHaveBeenCalled()
  })

  it.each([
    ['has answered', () => says(word, finish)],
    ['says nothing', () => says(finish)],
    ['fails before its first word', () => says(failure)],
    ['fails behind it', () => says(word, failure)],
  ])('is the caller’s, and given back once, when the model %s', async (_, stream) => {
    const { deps, take, giveBack } = createHouse(nothing, stream)
    const read = async () => {
      for await (const _ of answer(deps, input, { signal }));
    }
    await read().catch((error: unknown) => expect(error).toBe(failure))
    expect(take).toHaveBeenCalledExactlyOnceWith('a program', { signal })
    expect(giveBack).toHaveBeenCalledOnce()
  })

  it('is given back when nobody reads on', async () => {
    const { deps, giveBack } = createHouse(nothing, () => says(word, word, finish))
    for await (const part of answer(deps, input, { signal })) if (part.type === 'text-delta') break
    expect(giveBack).toHaveBeenCalledOnce()
  })
})
