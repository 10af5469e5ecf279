import type { DayFigures } from '@secretary/contracts/dashboard.contract'
import type { Executor } from '#server/db/database.ts'
import type { Scope } from '#server/platform/actor.ts'
import type { BusinessDay } from './business-days.ts'
import { percentile } from './percentile.ts'

type Kind = keyof DayFigures['answers']

const kinds: Readonly<Record<string, Kind>> = { faq: 'faq', model: 'model', suggestions: 'none', fallback: 'none' }

/** What was answered on a day, by real visitors: talks of the panel are tests. */
export function createDayFiguresRepository(db: Executor) {
  const turns = (scope: Scope, { from, to }: BusinessDay) => {
    const query = db
      .selectFrom('turns')
      .where('turns.created_at', '>=', from)
      .where('turns.created_at', '<', to)
      .where('turns.source', '!=', 'panel')
    return scope.kind === 'all' ? query : query.where('turns.owner_id', '=', scope.userId)
  }

  /** Answers to programs that keep their conversations themselves. */
  const calls = (scope: Scope, { from, to }: BusinessDay) => {
    const query = db
      .selectFrom('api_calls')
      .where('api_calls.created_at', '>=', from)
      .where('api_calls.created_at', '<', to)
      .where('api_calls.answer_source', 'is not', null)
    if (scope.kind === 'all') return query
    return query.where('api_calls.api_key_id', 'in', (eb) =>
      eb.selectFrom('api_keys').select('id').where('owner_id', '=', scope.userId),
    )
  }

  return {
    async read(scope: Scope, day: BusinessDay): Promise<DayFigures> {
      const inTurns = await turns(scope, day)
        .groupBy('turns.answer_source')
        .select((eb) => ['turns.answer_source as source', eb.fn.countAll().as('count')])
        .execute()
      const inCalls = await calls(scope, day)
        .groupBy('api_calls.answer_source')
        .select((eb) => ['api_calls.answer_source as source', eb.fn.countAll().as('count')])
        .execute()
      const { conversations } = await turns(scope, day)
        .select((eb) => eb.fn.count('turns.conversation_id').distinct().as('conversations'))
        .executeTakeFirstOrThrow()
      const answers = { faq: 0, model: 0, none: 0 }
      for (const { source, count } of [...inTurns, ...inCalls]) {
        const kind = kinds[source ?? '']
        if (kind) answers[kind] += Number(count)
      }
      return { date: day.date, conversations: Number(conversations), answers, firstTextMs: await waits(scope, day) }
    },
  }

  async function waits(scope: Scope, day: BusinessDay): Promise<DayFigures['firstTextMs']> {
    const ofTurns = await turns(scope, day)
      .where('turns.first_text_ms', 'is not', null)
      .select('turns.first_text_ms as ms')
      .execute()
    const ofCalls = await calls(scope, day)
      .where('api_calls.first_byte_ms', 'is not', null)
      .select('api_calls.first_byte_ms as ms')
      .execute()
    const sorted = Float64Array.from([...ofTurns, ...ofCalls], ({ ms }) => ms ?? 0).sort()
    const [p50, p95] = [percentile(sorted, 0.5), percentile(sorted, 0.95)]
    return p50 === null || p95 === null ? null : { p50, p95 }
  }
}

export type DayFiguresRepository = ReturnType<typeof createDayFiguresRepository>
