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
}

/** What a piece of evidence can speak for only: a small set of questions must not teach that likeness is a bad sign. */
const SIGNS: Readonly<Record<string, number>> = { margin: 1, questionCover: 1, shared: 1, isShort: -1 }
/**
 * Chosen by cross-validation, not fitted: what speaks against an answer is rare among the questions, and an answer that is wrong
 * costs more than one that is missing.
 */
const HELD: Readonly<Record<string, number>> = {
  otherKind: -3, otherObject: -2, narrower: -2, questionOnly: -1, phraseOnly: -2, bothOnly: -1,
} // biome-ignore format: a table reads better in one row
/** Every question is asked without its entry too, which happens less often than that. */
const WITHOUT_SHARE = 0.33
const STEPS = 1_500
const FOLDS = 6

export function answersOf(all: readonly Evidence[]): Answer[] {
  return all.flatMap(({ set, best, candidates, entryId, isWithout }) =>
    best && !candidates[0]?.contradicts
      ? [{ set, evidence: best, isRight: candidates[0]?.entryId === entryId, isWithout }]
      : [],
  )
}

/** Logistic regression with a small penalty on large weights. */
export function fitConfidence(answers: readonly Answer[], names: readonly string[]): ConfidenceWeights {
  const rows = answers.map(({ evidence, isRight, isWithout }) => ({
    values: names.map((name) => evidenceAt(evidence, name)),
    isRight,
    share: isWithout ? WITHOUT_SHARE : 1,
  }))
  const total = rows.reduce((sum, { share }) => sum + share, 0)
  const weights = names.map((name) => HELD[name] ?? 0)
  for (let step = 0; step < STEPS; step++) {
    const gradient = names.map(() => 0)
    for (const { values, isRight, share } of rows) {
      const sum = values.reduce((before, value, at) => before + value * (weights[at] ?? 0), 0)
      const error = share * ((isRight ? 1 : 0) - 1 / (1 + Math.exp(-sum)))
      for (const [at, value] of values.entries()) gradient[at] = (gradient[at] ?? 0) + error * value
    }
    for (const [at, name] of names.entries()) {
      if (HELD[name] !== undefined) continue
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
  return set.replace(/[- ](?:ru|en)$/, '')
}

function evidenceAt(evidence: ConfidenceEvidence, name: string): number {
  return name === 'bias' ? 1 : evidence[name as keyof ConfidenceEvidence] // Names of the evidence.
}
