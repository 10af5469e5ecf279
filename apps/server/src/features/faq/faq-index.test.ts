import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import type { FaqEntryRecord } from './faq-entry.ts'
import { createFaqIndex } from './faq-index.ts'
import { createFaqMatcher } from './matching/faq-matcher.ts'

function open() {
  type Deps = Parameters<typeof createFaqIndex>[0]
  return createFaqIndex({
    repository: {} as unknown as Deps['repository'], // Nothing is loaded here.
    matcher: createFaqMatcher(),
    // What the blanks of answers are filled with is no part of this.
    business: {
      onChange() {},
      profile: () => ({ language: 'ru' }),
      facts: () => new Map(),
    } as unknown as Deps['business'],
  })
}

function anEntry(version: number, changes: Partial<FaqEntryRecord> = {}): FaqEntryRecord {
  const at = '2026-03-02T09:00:00.000Z'
  const lists = { phrasings: [], keywords: [], patterns: [], exclusions: [] }
  const record = { id: newId(), question: `Вопрос ${version}?`, answer: 'Да.', version, priority: 0, isEnabled: true }
  const rest = { scopeId: null, language: null, hitCount: 0, lastHitAt: null, createdAt: at, updatedAt: at }
  return { ...record, ...lists, ...rest, deletedAt: null, ...changes }
}

it('takes very many with turns for others in between, and asks for each at once', async () => {
  const index = open()
  let turns = 0
  let isOver = false
  const counting = (async () => {
    for (; !isOver; turns++) await setImmediate()
  })()
  await index.putMany(
    Array.from({ length: 5_000 }, (_, number) => anEntry(1, { question: `Сколько стоит вещь ${number}?` })),
  )
  isOver = true
  await counting
  expect(turns).toBeGreaterThan(1)
  expect(index.size).toBe(5_000)
  expect(index.match('Сколько стоит вещь 4711?', { limit: 1 }).outcome).toBe('hit')
})

it('never goes back to what an entry was before it was edited or deleted', async () => {
  const index = open()
  const [edited, deleted] = [anEntry(3), anEntry(3)]
  index.put(edited)
  index.put({ ...deleted, deletedAt: deleted.updatedAt })
  await index.putMany([
    { ...edited, version: 2, question: 'Старый вопрос?' },
    { ...deleted, version: 2 },
  ])
  expect(index.questionOf(edited.id)).toBe('Вопрос 3?')
  expect(index.questionOf(deleted.id)).toBeNull()
  index.put({ ...deleted, version: 4 })
  expect(index.questionOf(deleted.id)).toBe('Вопрос 3?')
})
