import type { DayFigures } from '@secretary/contracts/dashboard.contract'

export const answerKinds = ['faq', 'model', 'none'] as const
export type AnswerKind = (typeof answerKinds)[number]

export function totalOf({ answers }: Pick<DayFigures, 'answers'>): number {
  return answers.faq + answers.model + answers.none
}

/** A round number at or above the highest day, so that the axis reads well: 1, 2 or 5 times a power of ten. */
export function niceCeiling(highest: number): number {
  if (highest <= 5) return 5
  const power = 10 ** Math.floor(Math.log10(highest))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= highest) ?? 10
  return step * power
}
