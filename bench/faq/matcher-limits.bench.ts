import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { createFaqMatcher, type FaqMatcher } from '../../apps/server/src/features/faq/matching/faq-matcher.ts'
import { sweepHeap } from '../../apps/server/src/platform/sweep-heap.ts'
import type { BenchRow } from '../bench-row.ts'
import { watchLoop } from '../data/watch-loop.ts'

const COUNT = 50_000
const ROUNDS = 2_000
const WARM_UP_ROUNDS = 50

/** What must hold at 50,000 entries: exact questions, the longest pause while everything is replaced, hostile questions. */
export default async function run(): Promise<BenchRow[]> {
  const entries = Array.from({ length: COUNT }, (_, index) => entryOf(index))
  const matcher = createFaqMatcher()
  // Making them left garbage, whose collection is none of the matcher's work.
  sweepHeap()
  const rssBefore = process.memoryUsage().rss
  const startedAt = performance.now()
  const watch = watchLoop()
  await matcher.replaceAll(entries, { signal: new AbortController().signal })
  const held = watch.end()
  const buildMs = performance.now() - startedAt
  const grownBytes = process.memoryUsage().rss - rssBefore
  const exact = timesMs(ROUNDS, (round) => void matcher.match(entries[(round * 7_919) % COUNT]?.question ?? ''))
  const huge = timesOf(matcher, (round) => `отменить запись ${round} `.repeat(60_000))
  const unknown = timesOf(matcher, (round) => Array.from({ length: 60 }, (_, at) => unknownWord(round, at)).join(' '))
  await matcher.close()
  const exactUs = middle(exact) * 1_000
  return [
    {
      figure: `replace ${COUNT} entries`,
      value: `${buildMs.toFixed(0)} ms, ${(grownBytes / 2 ** 20).toFixed(0)} MiB more`,
    },
    {
      figure: 'longest hold of the main thread meanwhile',
      value: `${held.cpu.toFixed(1)} ms`,
      rival: `by the clock ${held.clock.toFixed(1)} ms`,
      goal: '≤ 10 ms',
      isMet: held.cpu <= 10,
    },
    { figure: 'exact question, median', value: `${exactUs.toFixed(1)} µs`, goal: '≤ 10 µs', isMet: exactUs <= 10 },
    {
      figure: 'question of 1 MB, slowest of 20',
      value: `${Math.max(...huge).toFixed(2)} ms`,
      goal: '≤ 10 ms',
      isMet: Math.max(...huge) <= 10,
    },
    {
      figure: 'question of 60 words nobody knows, median',
      value: `${middle(unknown).toFixed(2)} ms`,
      goal: '≤ 10 ms',
      isMet: middle(unknown) <= 10,
    },
  ]
}

const verbs = [
  'оформить',
  'отменить',
  'вернуть',
  'получить',
  'изменить',
  'проверить',
  'оплатить',
  'продлить',
  'настроить',
  'удалить',
]
const things = ['доставку', 'заказ', 'карту', 'договор', 'подписку', 'пароль', 'счёт', 'билет', 'запись', 'гарантию']

function entryOf(index: number): FaqIndexEntry {
  const question = `Как ${verbs[index % 10]} ${things[Math.floor(index / 10) % 10]} по договору ${index}?`
  const lists = { phrasings: [], keywords: [], patterns: [], exclusions: [] }
  return { id: String(index), question, ...lists, priority: 0, scopeId: null, language: null }
}

/** Questions come as they are sent, in one piece, after others have been asked: the first finds nothing compiled. */
function timesOf(matcher: FaqMatcher, textOf: (round: number) => string): number[] {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) matcher.match(`подскажите, как отменить заказ номер ${round}`)
  const texts = Array.from({ length: 20 }, (_, round) => Buffer.from(textOf(round)).toString())
  return timesMs(texts.length, (round) => void matcher.match(texts[round] ?? ''))
}

const letters = 'авгдезиклмнопрстуя'

function unknownWord(round: number, at: number): string {
  let state = round * 1_009 + at * 9_176 + 1
  return Array.from({ length: 9 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return letters[(state >>> 16) % letters.length]
  }).join('')
}

function timesMs(rounds: number, work: (round: number) => void): number[] {
  return Array.from({ length: rounds }, (_, round) => {
    const startedAt = performance.now()
    work(round)
    return performance.now() - startedAt
  })
}

function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN
}

if (import.meta.main) console.table(await run())
