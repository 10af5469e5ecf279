import type { FaqIndexEntry } from '../../apps/server/src/features/faq/matching/faq-match.ts'
import { createFaqMatcher } from '../../apps/server/src/features/faq/matching/faq-matcher.ts'
import type { BenchRow } from '../bench-row.ts'

const COUNT = 50_000
const ROUNDS = 2_000

/** What must hold at 50,000 entries: exact questions, the longest pause while everything is replaced, hostile questions. */
export default async function run(): Promise<BenchRow[]> {
  const entries = Array.from({ length: COUNT }, (_, index) => entryOf(index))
  const matcher = createFaqMatcher()
  const rssBefore = process.memoryUsage().rss
  const startedAt = performance.now()
  const pauseMs = await longestPauseMs(matcher.replaceAll(entries, { signal: new AbortController().signal }))
  const buildMs = performance.now() - startedAt
  const grownBytes = process.memoryUsage().rss - rssBefore
  const exact = timesMs(ROUNDS, (round) => void matcher.match(entries[(round * 7_919) % COUNT]?.question ?? ''))
  const huge = timesMs(20, () => void matcher.match('отменить запись '.repeat(65_000)))
  await matcher.close()
  const exactUs = middle(exact) * 1_000
  return [
    {
      figure: `replace ${COUNT} entries`,
      value: `${buildMs.toFixed(0)} ms, ${(grownBytes / 2 ** 20).toFixed(0)} MiB more`,
    },
    {
      figure: 'longest pause of the main thread meanwhile',
      value: `${pauseMs.toFixed(1)} ms`,
      goal: '≤ 10 ms',
      isMet: pauseMs <= 10,
    },
    { figure: 'exact question, median', value: `${exactUs.toFixed(1)} µs`, goal: '≤ 10 µs', isMet: exactUs <= 10 },
    {
      figure: 'question of 1 MB, slowest of 20',
      value: `${Math.max(...huge).toFixed(2)} ms`,
      goal: '≤ 10 ms',
      isMet: Math.max(...huge) <= 10,
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

async function longestPauseMs(work: Promise<void>): Promise<number> {
  let [longest, last, isRunning] = [0, performance.now(), true]
  const tick = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (isRunning) setImmediate(tick)
  }
  setImmediate(tick)
  await work
  isRunning = false
  return longest
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
