import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { WatchedWriter } from '#server/db/writer/with-storage-state.ts'
import type { BackupService } from '#server/features/backup/backup.service.ts'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { AskedQuestionsService } from '#server/features/conversations/asked-questions.service.ts'
import type { FaqService } from '#server/features/faq/faq.service.ts'
import type { UnansweredService } from '#server/features/faq/unanswered.service.ts'
import type { LeadsService } from '#server/features/leads/leads.service.ts'
import type { ProvidersService } from '#server/features/providers/providers.service.ts'
import type { UsersService } from '#server/features/users/users.service.ts'
import type { VoicesService } from '#server/features/voices/voices.service.ts'
import type { Clock } from '#server/platform/clock.ts'
import { createDashboardService } from './dashboard.service.ts'

interface RoomDeps {
  db: Executor
  dialect: Pick<Dialect, 'name'>
  writer: WatchedWriter
  business: BusinessService
  faq: Pick<FaqService, 'list'>
  askedQuestions: AskedQuestionsService
  unanswered: Pick<UnansweredService, 'hasAny'>
  providers: Pick<ProvidersService, 'current' | 'health'>
  voices: Pick<VoicesService, 'isAvailable' | 'health' | 'list'>
  backups: Pick<BackupService, 'status'>
  leads: LeadsService
  users: Pick<UsersService, 'list'>
  clock: Clock
}

/** The dashboard over the other rooms: it asks each how it fares, and counts what was answered. */
export function createDashboardRoom(deps: RoomDeps) {
  const { business, faq, askedQuestions, providers, voices, writer, users } = deps
  return createDashboardService({
    ...deps,
    timeZone: () => business.profile().timeZone,
    parts: {
      database: () => ({
        isOn: true,
        isFull: writer.isStorageFull(),
        name: deps.dialect.name === 'sqlite' ? 'SQLite' : 'PostgreSQL',
        state: writer.isStorageFull() ? 'failing' : 'working',
        failingSince: null,
      }),
      model() {
        const current = providers.current()
        return { isOn: current !== null, name: current?.modelId ?? null, ...providers.health() }
      },
      voice: () => ({ isOn: voices.isAvailable(), name: voices.list()[0]?.title ?? null, ...voices.health() }),
    },
    hasUnanswered: (days) => deps.unanswered.hasAny(days),
    async progress() {
      const [questions, talks, people] = await Promise.all([
        faq.list({ limit: 1, state: 'all' }),
        askedQuestions.recent(1),
        users.list(),
      ])
      return {
        hasHours: Object.values(business.hours().hours.weekly).some((intervals) => intervals.length > 0),
        hasServices: business.services().length > 0,
        hasQuestions: questions.items.length > 0,
        hasTalked: talks.length > 0,
        isAlone: people.length === 1,
      }
    },
  })
}
