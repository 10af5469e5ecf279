import type { BenchRow } from '../bench-row.ts'
import { askMatcher, coverageAt, isRight, recall } from './ask-matcher.ts'
import type { Half, QuestionSet } from './question-sets.ts'
import { slipKinds, withSlips } from './typing-slips.ts'

const PRECISION = 0.9

/** How well some sets are answered: what is found, what is answered, what a slip of the pen costs. */
export function qualityRows(name: string, sets: readonly QuestionSet[], half: Half | null): BenchRow[] {
  const asked = halfOfSets(sets, half)
  const own = asked.flatMap((set) => askMatcher(set))
  const [first, five] = [recall(own, 1), recall(own, 5)]
  const answered = own.filter(({ isAnswered }) => isAnswered)
  const right = answered.filter(isRight).length
  const answerable = own.filter((one) => one.asked.entryId !== null).length
  const label = half === null ? name : `${name}, ${half}`
  return [
    share(`${label}: right entry first, of ${answerable}`, first, { atLeast: 0.55 }),
    share(`${label}: right entry among five`, five, { atLeast: 0.8 }),
    share(`${label}: right of the ${answered.length} answers`, right / answered.length, { atLeast: PRECISION }),
    share(`${label}: answered, of the answerable`, answered.length / answerable, {}),
    share(`${label}: could be answered at 90 % precision`, coverageAt(own, PRECISION), { atLeast: 0.3 }),
    ...slipRows(label, asked, first),
  ]
}

export function halfOfSets(sets: readonly QuestionSet[], half: Half | null): QuestionSet[] {
  return sets.map((set) => ({ ...set, asked: set.asked.filter((one) => half === null || one.half === half) }))
}

/** The worst of four slips, and all of them beside it. */
function slipRows(label: string, sets: readonly QuestionSet[], first: number): BenchRow[] {
  return (['longest', 'each'] as const).map((where) => {
    const losses = slipKinds.map((kind) => {
      const found = sets.flatMap((set) => askMatcher(set, (text) => withSlips(text, kind, where)))
      return { kind, loss: 1 - recall(found, 1) / first }
    })
    const worst = losses.reduce((one, other) => (other.loss > one.loss ? other : one))
    const row = share(
      `${label}: lost with a slip in ${where === 'each' ? 'each long' : 'the longest'} word`,
      worst.loss,
      {
        atMost: 0.1,
      },
    )
    return { ...row, rival: losses.map(({ kind, loss }) => `${kind} ${percent(loss)}`).join(', ') }
  })
}

function share(figure: string, value: number, goal: { atLeast?: number; atMost?: number }): BenchRow {
  const { atLeast, atMost } = goal
  if (atLeast !== undefined)
    return { figure, value: percent(value), goal: `≥ ${percent(atLeast)}`, isMet: value >= atLeast }
  if (atMost !== undefined)
    return { figure, value: percent(value), goal: `≤ ${percent(atMost)}`, isMet: value <= atMost }
  return { figure, value: percent(value) }
}

export function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}
