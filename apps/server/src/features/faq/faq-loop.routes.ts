import { faqLoopContract } from '@secretary/contracts/faq.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { FaqCorrectionsService } from './faq-corrections.service.ts'
import type { UnansweredService } from './unanswered.service.ts'

export function registerFaqLoopRoutes(
  mount: Mount,
  { faqCorrections: corrections, unanswered }: { faqCorrections: FaqCorrectionsService; unanswered: UnansweredService },
): void {
  mount(faqLoopContract, {
    previewFaqCorrection: ({ body }) => corrections.preview(body),
    applyFaqCorrection: ({ body }) => corrections.apply(body),
    async undoFaqCorrection({ params }) {
      await corrections.undo(params.id)
      return {}
    },
    listUnansweredQuestions: async ({ query, signal }) => ({
      items: await unanswered.list(query.days, signal),
      nextCursor: null,
    }),
    async dismissUnansweredQuestion({ body }) {
      await unanswered.setDismissed(body.key, body.isDismissed)
      return {}
    },
  })
}
