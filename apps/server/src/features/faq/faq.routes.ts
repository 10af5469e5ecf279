import { faqContract } from '@secretary/contracts/faq.contract'
import type { Mount } from '#server/http/mount-contract.ts'
import type { FaqService } from './faq.service.ts'
import type { FaqIndex } from './faq-index.ts'
import { DEFAULT_HIT_THRESHOLD, DEFAULT_NEAR_THRESHOLD } from './matching/thresholds.ts'

export function registerFaqRoutes(mount: Mount, { faq, faqIndex }: { faq: FaqService; faqIndex: FaqIndex }): void {
  mount(faqContract, {
    listFaqEntries: ({ query, signal }) => faq.list(query, signal),
    getFaqEntry: ({ params }) => faq.get(params.id),
    createFaqEntry: ({ body }) => faq.create(body),
    updateFaqEntry: ({ params, body }) => faq.update(params.id, body),
    async deleteFaqEntry({ params }) {
      await faq.delete(params.id)
      return {}
    },
    restoreFaqEntry: ({ params }) => faq.restore(params.id),
    testFaqPhrase: ({ body }) => faq.test(body.text, body),
    getFaqSettings: () => ({
      ...faq.settings(),
      defaults: { hitThreshold: DEFAULT_HIT_THRESHOLD, nearThreshold: DEFAULT_NEAR_THRESHOLD },
      entryCount: faqIndex.size,
    }),
    saveFaqSettings: ({ body }) => faq.saveSettings(body),
  })
}
