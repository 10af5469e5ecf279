import { expect, it } from 'vitest'
import type { AskedQuestion } from '#server/features/conversations/asked-questions.service.ts'
import { createUnansweredService } from './unanswered.service.ts'

const clock = { now: () => new Date('2026-03-02T09:00:00.000Z') }

function open(asked: AskedQuestion[]) {
  const state = { revision: 0, answered: new Set<string>(), matches: 0, hitThreshold: 0.5 }
  const service = createUnansweredService({
    repository: {
      dismissedKeys: async () => new Set<string>(),
      setDismissed: async () => {},
    } as unknown as Parameters<typeof createUnansweredService>[0]['repository'], // Corrections are no part of this.
    index: {
      get revision() {
        return state.revision
      },
      match(text: string) {
        state.matches++
        const outcome = state.answered.has(text) ? 'hit' : 'none'
        return { outcome, entryId: null, kind: null, score: 0, candidates: [], elapsedMs: 0 }
      },
      questionOf: () => null,
    } as unknown as Parameters<typeof createUnansweredService>[0]['index'], // What the service asks of it.
    askedQuestions: { recent: async () => asked, notAnsweredByFaq: async () => asked },
    thresholds: () => ({ hitThreshold: state.hitThreshold, nearThreshold: 0.2 }),
    clock,
  })
  return { service, state }
}

const question = (content: string, minute: number): AskedQuestion => ({
  questionKey: content.toLowerCase(),
  content,
  conversationId: `conversation ${minute}`,
  askedAt: `2026-03-02T08:${String(minute).padStart(2, '0')}:00.000Z`,
})

it('counts what is asked again, also between two looks, and shows the newest of each', async () => {
  const asked = [question('Сколько стоит стрижка', 5), question('Где вы находитесь', 4)]
  const { service } = open(asked)
  expect((await service.list(30)).map(({ count }) => count)).toEqual([1, 1])
  asked.unshift(question('Сколько стоит стрижка', 7), question('Можно ли оплатить картой', 6))
  const groups = await service.list(30)
  expect(groups.map(({ question: text, count, lastAskedAt }) => [text, count, lastAskedAt.slice(14, 16)])).toEqual([
    ['Сколько стоит стрижка', 2, '07'],
    ['Можно ли оплатить картой', 1, '06'],
    ['Где вы находитесь', 1, '04'],
  ])
})

it('asks the FAQ again only when that or a threshold has changed', async () => {
  const { service, state } = open([question('Сколько стоит стрижка', 5), question('Где вы находитесь', 4)])
  await service.list(30)
  await service.list(30)
  expect(state.matches).toBe(2)
  state.answered.add('Где вы находитесь')
  state.revision++
  expect((await service.list(30)).map((group) => group.question)).toEqual(['Сколько стоит стрижка'])
  state.hitThreshold = 0.9
  await service.list(30)
  expect(state.matches).toBe(6)
})

it('compares nothing at the look what was compared before', async () => {
  const asked = [question('Сколько стоит стрижка', 5), question('Где вы находитесь', 4)]
  const { service, state } = open(asked)
  await service.prepare(new AbortController().signal)
  expect(state.matches).toBe(2)
  expect(await service.list(7)).toHaveLength(2)
  expect(state.matches).toBe(2)
})

it('stops in between when nobody waits for it any more, and keeps what it has', async () => {
  const asked = Array.from({ length: 50 }, (_, index) =>
    question(`Вопрос о предмете ${'абвгдежзик'[index % 10]}${index}`, index),
  )
  const { service, state } = open(asked)
  const gone = new Error('gone')
  await expect(service.list(30, AbortSignal.abort(gone))).rejects.toBe(gone)
  expect(state.matches).toBe(0)
  expect((await service.list(30)).length).toBeGreaterThan(1)
})
