import { afterEach, describe, expect, it } from 'vitest'
import type { FaqIndexEntry } from './faq-match.ts'
import { createFaqMatcher, type FaqMatcher } from './faq-matcher.ts'

function entry(id: string, question: string): FaqIndexEntry {
  return {
    id,
    question,
    phrasings: [],
    keywords: [],
    patterns: [],
    exclusions: [],
    priority: 0,
    scopeId: null,
    language: null,
  }
}

const goods = Array.from({ length: 600 }, (_, index) => entry(`e${index}`, `Сколько стоит товар номер ${index}`))
const open: FaqMatcher[] = []
function createMatcher(workerFrom: number): FaqMatcher {
  const matcher = createFaqMatcher({ workerFrom })
  open.push(matcher)
  return matcher
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((matcher) => matcher.close()))
})

describe.each([
  ['on the main thread', 100_000],
  ['by a worker', 10],
])('built %s', (_, workerFrom) => {
  const { signal } = new AbortController()

  it('answers, and takes edits made meanwhile', async () => {
    const matcher = createMatcher(workerFrom)
    matcher.upsert(entry('before', 'Есть ли у вас сауна?'))
    const replacing = matcher.replaceAll(goods, { signal })
    matcher.upsert(entry('new', 'Есть ли у вас бассейн?'))
    matcher.upsert(entry('e7', 'Можно ли с собакой?'))
    matcher.remove('e5')
    expect(matcher.match('есть ли у вас сауна').entryId).toBe('before')
    await replacing
    expect(matcher.match('есть ли у вас сауна').outcome).not.toBe('hit')
    expect(matcher.match('есть ли у вас бассейн').entryId).toBe('new')
    expect(matcher.match('можно ли с собакой').entryId).toBe('e7')
    expect(matcher.match('сколько стоит товар номер 5').outcome).not.toBe('hit')
    expect(matcher.match('подскажите сколько будет стоить товар номер 8').candidates[0]?.entryId).toBe('e8')
    expect(matcher.size).toBe(600)
  })

  it('keeps what was there when it is aborted', async () => {
    const matcher = createMatcher(workerFrom)
    matcher.upsert(entry('before', 'Есть ли у вас сауна?'))
    const controller = new AbortController()
    const replacing = matcher.replaceAll(goods, { signal: controller.signal })
    controller.abort(new Error('no longer wanted'))
    await expect(replacing).rejects.toThrow('no longer wanted')
    expect(matcher.match('есть ли у вас сауна').entryId).toBe('before')
  })

  it('the newer of two replacements stays', async () => {
    const matcher = createMatcher(workerFrom)
    const older = matcher.replaceAll(goods, { signal })
    const newer = matcher.replaceAll(goods.slice(0, 20), { signal })
    await Promise.all([older, newer])
    expect(matcher.size).toBe(20)
  })
})

it('merges edits in the background without losing one', async () => {
  const matcher = createMatcher(100_000)
  for (const one of goods) matcher.upsert(one)
  matcher.remove('e3')
  // Merging takes a few turns of the event loop; edits go on between them.
  for (let turn = 0; turn < 200; turn++) {
    matcher.upsert(entry('e4', `Есть ли услуга ${turn}`))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(matcher.size).toBe(599)
  expect(matcher.match('есть ли услуга 199').entryId).toBe('e4')
  expect(matcher.match('есть ли услуга 198').outcome).not.toBe('hit')
  expect(matcher.match('сколько стоит товар номер 3').outcome).not.toBe('hit')
})

it('tells how it would match with other entries as it does when they are there, and stays as it is', async () => {
  const matcher = createMatcher(100_000)
  await matcher.replaceAll(
    [
      entry('parking', 'Есть ли у вас парковка'),
      { ...entry('card', 'Можно ли оплатить картой'), patterns: ['счёт *'] },
    ],
    { signal: new AbortController().signal },
  )
  matcher.upsert(entry('hours', 'Когда вы работаете'))
  const changed = [
    { ...entry('hours', 'Когда вы работаете'), phrasings: ['До которого часа открыто'] },
    entry('card', 'Принимаете ли вы наличные'),
    { ...entry('new', 'Делаете ли вы рентген зуба'), keywords: ['рентген'], patterns: ['снимок *'] },
  ]
  const texts = [
    ...changed.flatMap(({ question, phrasings }) => [question, ...phrasings]),
    'Можно ли оплатить картой',
    'счёт на оплату',
    'снимок зуба',
    'рентген',
    'есть ли парковка',
    'бегемот',
  ]
  const known = (one: Pick<FaqMatcher, 'match'>) =>
    texts.map((text) => {
      const { elapsedMs: _, ...match } = one.match(text)
      return match
    })
  const before = known(matcher)
  const supposed = known(matcher.whatIf(changed))
  expect(known(matcher)).toEqual(before)
  for (const one of changed) matcher.upsert(one)
  expect(supposed).toEqual(known(matcher))
  expect(supposed).not.toEqual(before)
})
