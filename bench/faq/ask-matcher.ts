import { createFaqMatcher } from '../../apps/server/src/features/faq/matching/faq-matcher.ts'
import { withoutPhrasing } from './collect-evidence.ts'
import type { AskedQuestion, QuestionSet } from './question-sets.ts'

export interface Answered {
  readonly asked: AskedQuestion
  /** The first five entries. */
  readonly ranking: readonly string[]
  readonly isAnswered: boolean
  readonly confidence: number
}

/** Asks what a set asks, changed as wanted. */
export function askMatcher(
  { entries, asked, leavesOut = false }: QuestionSet,
  change: (text: string) => string = (text) => text,
): Answered[] {
  const matcher = createFaqMatcher()
  for (const entry of entries) matcher.upsert(entry)
  return asked.map((one) => {
    const own = leavesOut && one.entryId !== null ? entries.find(({ id }) => id === one.entryId) : undefined
    if (own) matcher.upsert(withoutPhrasing(own, one.text))
    const { outcome, candidates, score } = matcher.match(change(one.text))
    if (own) matcher.upsert(own)
    const ranking = candidates.map(({ entryId }) => entryId)
    return { asked: one, ranking, isAnswered: outcome === 'hit', confidence: score }
  })
}

export function isRight({ asked, ranking }: Answered): boolean {
  return asked.entryId !== null && ranking[0] === asked.entryId
}

/** Share of the answerable whose entry is among the first. */
export function recall(all: readonly Pick<Answered, 'asked' | 'ranking'>[], depth: number): number {
  const answerable = all.filter(({ asked }) => asked.entryId !== null)
  const found = answerable.filter(({ asked, ranking }) => ranking.slice(0, depth).includes(asked.entryId ?? ''))
  return found.length / answerable.length
}

/** The largest share of the answerable that the most confident answers reach while so many of them are right. */
export function coverageAt(all: readonly Answered[], precision: number): number {
  const answerable = all.filter(({ asked }) => asked.entryId !== null).length
  const surest = all.toSorted((left, right) => right.confidence - left.confidence)
  let [right, best] = [0, 0]
  for (const [position, one] of surest.entries()) {
    if (isRight(one)) right++
    if (right / (position + 1) >= precision) best = (position + 1) / answerable
  }
  return best
}
