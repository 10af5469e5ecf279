import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { AskedQuestionsService } from '#server/features/conversations/asked-questions.service.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import type { SettingsService } from '#server/features/settings/settings.service.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import { answerFromFaq, type FaqAnswer } from './answer-from-faq.ts'
import { createFaqRepository } from './faq.repository.ts'
import { createFaqService } from './faq.service.ts'
import { createFaqCorrectionsRepository } from './faq-corrections.repository.ts'
import { createFaqCorrectionsService } from './faq-corrections.service.ts'
import { createFaqExport } from './faq-export.ts'
import { createFaqImportsRepository } from './faq-imports.repository.ts'
import { createFaqImportsService } from './faq-imports.service.ts'
import { createFaqIndex } from './faq-index.ts'
import { createFaqRefresh } from './faq-refresh.ts'
import { createHitCounter } from './hit-counter.ts'
import { createFaqMatcher } from './matching/faq-matcher.ts'
import { createStarterPackService } from './starter-packs/starter-packs.service.ts'
import { createUnansweredService } from './unanswered.service.ts'
import { createUnansweredPreparation } from './unanswered-preparation.ts'

interface FaqRoomDeps {
  db: Executor
  readDb: Executor
  dialect: Pick<Dialect, 'isUniqueViolation'>
  writer: DurableWriter
  business: BusinessService
  settings: SettingsService
  configChanges: ConfigChanges
  askedQuestions: AskedQuestionsService
  liveEvents: LiveEvents
  logger: Logger
  clock: Clock
}

/** The whole room: what answers, what is edited, what is learned, what is brought in and taken out. */
export function createFaqRoom(deps: FaqRoomDeps) {
  const { db, business, settings } = deps
  const repository = createFaqRepository(db, deps.readDb)
  const matcher = createFaqMatcher()
  const faqIndex = createFaqIndex({ repository, matcher, business })
  const faq = createFaqService({ ...deps, repository, index: faqIndex })
  const corrections = createFaqCorrectionsRepository(db)
  const thresholds = () => settings.get('faq.thresholds')
  const hits = createHitCounter({ ...deps, repository })
  const unanswered = createUnansweredService({ ...deps, repository: corrections, index: faqIndex, thresholds })
  const unansweredPreparation = createUnansweredPreparation({ ...deps, unanswered })
  createFaqRefresh({ ...deps, repository, index: faqIndex })
  return {
    faq,
    faqIndex,
    faqCorrections: createFaqCorrectionsService({ ...deps, repository: corrections, faq, index: faqIndex, thresholds }),
    unanswered,
    unansweredPreparation,
    faqImports: createFaqImportsService({
      ...deps,
      repository,
      imports: createFaqImportsRepository(db, deps.readDb),
      index: faqIndex,
    }),
    faqExport: createFaqExport({ repository }),
    starterPacks: createStarterPackService({ faq, business }),
    faqAnswers: {
      answer: (text: string, options: { language: 'ru' | 'en'; scopeId: string | null }): FaqAnswer =>
        answerFromFaq(faqIndex, thresholds(), text, options),
      /** Counted in memory and written every few seconds: a count is not worth a commit of its own. */
      recordHit: hits.record,
    },
    async closeFaq() {
      await unansweredPreparation.close()
      await matcher.close()
      await hits.close()
    },
  }
}
