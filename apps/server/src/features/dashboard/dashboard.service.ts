import type { Dashboard, DayFigures } from '@secretary/contracts/dashboard.contract'
import { LRUCache } from 'lru-cache'
import type { Executor } from '#server/db/database.ts'
import { type Actor, type Scope, scopeOf } from '#server/platform/actor.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { RecordedHealth } from '#server/platform/health-record.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { type BusinessDay, businessDays } from './business-days.ts'
import { createDayFiguresRepository } from './day-figures.repository.ts'
import { type Progress, suggestNextSteps } from './next-steps.ts'

/** Days that will not change any more: a year and more of everybody's, and months of those who look most; some 200 bytes each. */
const REMEMBERED_DAYS = 4_000
/** A turn that began before midnight may end behind it. */
const SETTLED_MS = 3600 * 1000
const WEEK_DAYS = 7

/** A part of the house as its owner sees it: off, or how it fared when it was last asked. */
export interface PartReport extends RecordedHealth {
  readonly isOn: boolean
  readonly name: string | null
}

export interface DashboardService {
  /** Of all visitors for an admin, of his own for everybody else. */
  read(actor: Actor, days: number): Promise<Dashboard>
}

interface DashboardDeps {
  db: Executor
  clock: Clock
  timeZone(): string
  parts: { database(): PartReport & { isFull: boolean }; model(): PartReport; voice(): PartReport }
  backups: { status(): Promise<Dashboard['backup']> }
  leads: { counts(actor: Actor): Promise<{ new: number; open: number }> }
  /** Whether a question of so many days can still be given an answer: one may be taught or set aside by now, or was not kept. */
  hasUnanswered(days: number): Promise<boolean>
  progress(): Promise<Pick<Progress, 'hasHours' | 'hasServices' | 'hasQuestions' | 'hasTalked' | 'isAlone'>>
}

export function createDashboardService(deps: DashboardDeps): DashboardService {
  const repository = createDayFiguresRepository(deps.db)
  const settled = new LRUCache<string, DayFigures>({ max: REMEMBERED_DAYS })

  /** Days that are over are counted once. */
  async function figuresOf(scope: Scope, day: BusinessDay): Promise<DayFigures> {
    const isSettled = deps.clock.now().getTime() - Date.parse(day.to) > SETTLED_MS
    const key = `${scope.kind === 'all' ? 'all' : scope.userId} ${day.from}`
    const known = isSettled ? settled.get(key) : undefined
    if (known) return known
    const figures = await repository.read(scope, day)
    if (isSettled) settled.set(key, figures)
    return figures
  }

  async function figures(scope: Scope, count: number): Promise<DayFigures[]> {
    const days: DayFigures[] = []
    // One after the other: each is a short query, and other work comes in between.
    for (const day of businessDays(deps.clock.now(), deps.timeZone(), count)) days.push(await figuresOf(scope, day))
    return days
  }

  async function hasUnanswered(days: readonly DayFigures[]): Promise<boolean> {
    const isAnyUnknown = days.slice(-WEEK_DAYS).some(({ answers }) => answers.none > 0)
    return isAnyUnknown && (await deps.hasUnanswered(WEEK_DAYS))
  }

  return {
    async read(actor, count) {
      const scope = scopeOf(actor)
      const days = await figures(scope, count)
      await nextTurn()
      const [database, model, voice] = [deps.parts.database(), deps.parts.model(), deps.parts.voice()]
      const backup = await deps.backups.status()
      // Advice is for whoever may follow it.
      const progress = scope.kind === 'all' ? await deps.progress() : null
      return {
        status: statusOf(database, [database, model, voice]),
        parts: { database: view(database), model: view(model), voice: view(voice) },
        backup: { state: backup.state, lastSuccessAt: backup.lastSuccessAt },
        timeZone: deps.timeZone(),
        days,
        leads: await deps.leads.counts(actor),
        nextSteps: progress
          ? suggestNextSteps({
              ...progress,
              hasUnanswered: await hasUnanswered(days),
              hasModel: model.isOn,
              hasVoice: voice.isOn,
            })
          : [],
      }
    },
  }
}

function statusOf(database: { isFull: boolean }, parts: readonly PartReport[]): Dashboard['status'] {
  if (database.isFull) return 'stopped'
  return parts.some(({ isOn, state }) => isOn && state === 'failing') ? 'limited' : 'working'
}

function view({ isOn, state, name, failingSince }: PartReport): Dashboard['parts']['model'] {
  return isOn ? { state, name, failingSince } : { state: 'off', name, failingSince: null }
}
