import type { Dashboard, nextSteps } from '@secretary/contracts/dashboard.contract'

export interface Progress {
  readonly hasHours: boolean
  readonly hasServices: boolean
  readonly hasQuestions: boolean
  /** A question of the last week waits for its answer to be written. */
  readonly hasUnanswered: boolean
  readonly hasModel: boolean
  readonly hasVoice: boolean
  readonly hasTalked: boolean
  readonly isAlone: boolean
}

/** What would help most now, best first. A model is no must: it comes behind what makes answers right. */
export function suggestNextSteps(progress: Progress): Dashboard['nextSteps'] {
  const open: Record<(typeof nextSteps)[number], boolean> = {
    questions: !progress.hasQuestions,
    try: progress.hasQuestions && !progress.hasTalked,
    hours: !progress.hasHours,
    services: !progress.hasServices,
    unanswered: progress.hasUnanswered,
    voice: !progress.hasVoice,
    model: !progress.hasModel,
    invite: progress.isAlone,
  }
  const order = ['questions', 'try', 'hours', 'services', 'unanswered', 'voice', 'model', 'invite'] as const
  return order.filter((step) => open[step])
}
