import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { Clock } from '#server/platform/clock.ts'
import { earliestIdAt } from '#server/platform/ids.ts'
import { nextTurn } from '#server/platform/next-turn.ts'

/** A year and a month more, so that a month can be compared with the same one a year ago. */
export const KEPT_DAYS = 400
/** A commit of this many rows holds the write lock for a few milliseconds. */
const ROWS_AT_ONCE = 500
const CHECK_INTERVAL_MS = 6 * 3600 * 1000
/** The start has better things to do. */
const FIRST_CHECK_MS = 10 * 60_000

export interface CallRetention {
  start(): void
  /** Looks now; what the timer does. Returns how many rows went. */
  forgetOld(): Promise<number>
  close(): void
}

/** Forgets calls of the API that are old. What they cost stays with the usage. Several nodes may do it at once. */
export function createCallRetention(deps: {
  /** Which are old is found here. */
  readDb: Executor
  db: Executor
  writer: DurableWriter
  logger: Logger
  clock: Clock
}): CallRetention {
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  async function forgetOld(): Promise<number> {
    // Ids tell the time: an index of times would cost each call more than the row itself.
    const before = earliestIdAt(deps.clock.now().getTime() - KEPT_DAYS * 24 * 3600 * 1000)
    let count = 0
    while (!isClosed) {
      const rows = await deps.readDb
        .selectFrom('api_calls')
        .select('id')
        .where('id', '<', before)
        .orderBy('id')
        .limit(ROWS_AT_ONCE)
        .execute()
      if (rows.length === 0) break
      const ids = rows.map(({ id }) => id)
      await deps.writer.commit([deps.db.deleteFrom('api_calls').where('id', 'in', ids).compile()])
      count += rows.length
      await nextTurn()
    }
    return count
  }

  function schedule(delayMs: number): void {
    timer = setTimeout(() => {
      forgetOld()
        .catch((error: unknown) => deps.logger.warn({ err: error }, 'old API calls could not be forgotten'))
        .finally(() => {
          if (!isClosed) schedule(CHECK_INTERVAL_MS)
        })
    }, delayMs).unref()
  }

  return {
    start: () => schedule(FIRST_CHECK_MS),
    forgetOld,
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}
