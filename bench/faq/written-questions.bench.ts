import { createFaqMatcher } from '../../apps/server/src/features/faq/matching/faq-matcher.ts'
import type { BenchRow } from '../bench-row.ts'
import { type AskedQuestion, loadQuestionSets, type QuestionSet } from './question-sets.ts'

interface Asked {
  readonly asked: AskedQuestion
  readonly ranking: readonly string[]
  readonly isAnswered: boolean
  readonly confidence: number
}

const HALVES = ['development', 'kept-aside'] as const

/** Ranking and safety on questions written for this bench; the kept-aside half is only reported, nothing is fitted to it. */
export default async function run(): Promise<BenchRow[]> {
  const sets = await loadQuestionSets()
  const asked = sets.flatMap((set) => ask(set, (text) => text))
  const mistyped = sets.flatMap((set) => ask(set, withTypos))
  return HALVES.flatMap((half) => {
    const own = asked.filter((one) => one.asked.half === half)
    const typos = mistyped.filter((one) => one.asked.half === half)
    const [first, five] = [recall(own, 1), recall(own, 5)]
    const answered = own.filter(({ isAnswered }) => isAnswered)
    const right = answered.filter(isRight).length
    const answerable = own.filter((one) => one.asked.entryId !== null).length
    const reach = coverageAt(own, 0.9)
    const loss = 1 - recall(typos, 1) / first
    return [
      row(`${half}: right entry first, of ${answerable}`, first, { goal: '≥ 55 %', isMet: first >= 0.55 }),
      row(`${half}: right entry among five`, five, { goal: '≥ 80 %', isMet: five >= 0.8 }),
      row(`${half}: precision of what is answered`, right / answered.length, {
        goal: '≥ 90 %',
        isMet: right / answered.length >= 0.9,
      }),
      row(`${half}: answered, of the answerable`, answered.length / answerable, {}),
      row(`${half}: could be answered at 90 % precision`, reach, { goal: '≥ 30 %', isMet: reach >= 0.3 }),
      row(`${half}: lost with a typo in each long word`, loss, { goal: '≤ 10 %', isMet: loss <= 0.1 }),
    ]
  })
}

function ask({ entries, asked }: QuestionSet, change: (text: string) => string): Asked[] {
  const matcher = createFaqMatcher()
  for (const entry of entries) matcher.upsert(entry)
  return asked.map((one) => {
    const { outcome, candidates, score } = matcher.match(change(one.text))
    const ranking = candidates.map(({ entryId }) => entryId)
    return { asked: one, ranking, isAnswered: outcome === 'hit', confidence: score }
  })
}

function isRight({ asked, ranking }: Asked): boolean {
  return asked.entryId !== null && ranking[0] === asked.entryId
}

function recall(all: readonly Asked[], depth: number): number {
  const answerable = all.filter(({ asked }) => asked.entryId !== null)
  const found = answerable.filter(({ asked, ranking }) => ranking.slice(0, depth).includes(asked.entryId ?? ''))
  return found.length / answerable.length
}

/** The largest share of the answerable that the most confident answers reach while so many of them are right. */
function coverageAt(all: readonly Asked[], precision: number): number {
  const answerable = all.filter(({ asked }) => asked.entryId !== null).length
  const surest = all.toSorted((left, right) => right.confidence - left.confidence)
  let [right, best] = [0, 0]
  for (const [position, one] of surest.entries()) {
    if (isRight(one)) right++
    if (right / (position + 1) >= precision) best = (position + 1) / answerable
  }
  return best
}

/** Swaps two letters in the middle of each word of five and more. */
function withTypos(text: string): string {
  return text.replace(/\p{L}{5,}/gu, (word) => {
    const middle = Math.floor(word.length / 2)
    return word.slice(0, middle - 1) + word.charAt(middle) + word.charAt(middle - 1) + word.slice(middle + 1)
  })
}

function row(figure: string, share: number, more: Partial<Pick<BenchRow, 'goal' | 'isMet'>>): BenchRow {
  return { figure, value: `${(share * 100).toFixed(1)} %`, ...more }
}

if (import.meta.main) console.table(await run())
