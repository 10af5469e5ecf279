import { type ConfidenceEvidence, confidenceOf } from '../../apps/server/src/features/faq/matching/confidence.ts'
import type ranking from '../../apps/server/src/features/faq/matching/ranking.data.json'
import type { Evidence } from './collect-evidence.ts'

export type ConfidenceWeights = typeof ranking.confidence

/** A best candidate that does not contradict, and whether it was the right one. */
export interface Answer {
  readonly set: string
  readonly evidence: ConfidenceEvidence
  readonly isRight: boolean
  readonly isWithout: boolean
  readonly isOffTopic: boolean
}

/** What a piece of evidence can speak for only: a small set of questions must not teach that likeness is a bad sign. */
const SIGNS: Readonly<Record<string, number>> = {
  margin: 1, shared: 1, restated: 1, otherKind: -1, phraseMiss: -1, strangers: -1, strangeShare: -1,
} // biome-ignore format: a table reads better in one row
/** Every question is asked without its entry too, which happens less often than that. */
const WITHOUT_SHARE = 0.33
/** The same questions are asked of every trade. */
const OFF_TOPIC_SHARE = 0.5
const STEPS = 1_500
const FOLDS = 6

export function answersOf(all: readonly Evidence[]): Answer[] {
  return all.flatMap(({ set, best, candidates, entryId, isWithout, isOffTopic }) =>
    best && !candidates[0]?.contradicts
      ? [{ set, evidence: best, isRight: candidates[0]?.entryId === entryId, isWithout, isOffTopic }]
      : [],
  )
}

/** Logistic regression with a small penalty on large weights. */
export function fitConfidence(answers: readonly Answer[], names: readonly string[]): ConfidenceWeights {
  const rows = answers.map(({ evidence, isRight, isWithout, isOffTopic }) => ({
    values: names.map((name) => evidenceAt(evidence, name)),
    isRight,
    share: isOffTopic ? OFF_TOPIC_SHARE : isWithout ? WITHOUT_SHARE : 1,
  }))
  const total = rows.reduce((sum, { share }) => sum + share, 0)
  const weights = names.map(() => 0)
  for (let step = 0; step < STEPS; step++) {
    const gradient = names.map(() => 0)
    for (const { values, isRight, share } of rows) {
      const sum = values.reduce((before, value, at) => before + value * (weights[at] ?? 0), 0)
      const error = share * ((isRight ? 1 : 0) - 1 / (1 + Math.exp(-sum)))
      for (const [at, value] of values.entries()) gradient[at] = (gradient[at] ?? 0) + error * value
    }
    for (const [at, name] of names.entries()) {
      const next = (weights[at] ?? 0) * (name === 'bias' ? 1 : 0.999) + (2 * (gradient[at] ?? 0)) / total
      weights[at] = next * (SIGNS[name] ?? next) > 0 ? next : 0
    }
  }
  const fitted = names.map((name, at) => [name, Math.round((weights[at] ?? 0) * 1_000) / 1_000])
  return Object.fromEntries(fitted) as ConfidenceWeights // One weight for each name.
}

/** The confidence of each answer by weights that were fitted to other trades. */
export function crossValidate(
  answers: readonly Answer[],
  names: readonly string[],
): (Answer & { confidence: number })[] {
  const trades = [...new Set(answers.map(({ set }) => tradeOf(set)))].sort()
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const isOut = ({ set }: Answer) => trades.indexOf(tradeOf(set)) % FOLDS === fold
    const weights = fitConfidence(
      answers.filter((answer) => !isOut(answer)),
      names,
    )
    return answers.filter(isOut).map((answer) => ({ ...answer, confidence: confidenceOf(answer.evidence, weights) }))
  })
}

function tradeOf(set: string): string {
  return set.replace(/[- ](?:ru|en)(?: with phrasings)?$/, '')
}

function evidenceAt(evidence: ConfidenceEvidence, name: string): number {
  return name === 'bias' ? 1 : evidence[name as keyof ConfidenceEvidence] // Names of the evidence.
}
