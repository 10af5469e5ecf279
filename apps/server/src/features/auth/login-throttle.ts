import { createHash } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { AppError } from '#server/platform/app-error.ts'
import { clientNetwork } from '#server/platform/client-network.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { fold } from '#server/platform/fold.ts'

/** Mistypes that cost nothing. */
const FREE_FAILURES = { account: 3, address: 10 }
const MAX_DELAY_SECONDS = 900
/** After this long without a failure the count begins again. */
const FORGET_AFTER_MS = 24 * 3600 * 1000

export interface LoginThrottle {
  /** @throws AppError `login_delayed` while the delay of this name from this address, or of the address, lasts. */
  check(name: string, address: string): Promise<void>
  fail(name: string, address: string): Promise<void>
  succeed(name: string, address: string): Promise<void>
}

/**
 * A delay that doubles with each failure. It is counted per name *and* address and per address, never per name alone:
 * a stranger who guesses at the owner's name slows himself down, not the owner.
 */
export function createLoginThrottle(deps: { db: Executor; writer: DurableWriter; clock: Clock }): LoginThrottle {
  const keysOf = (name: string, address: string) => {
    const network = clientNetwork(address)
    return { account: hashKey(`account:${fold(name)}@${network}`), address: hashKey(`address:${network}`) }
  }

  function increase(key: string): CompiledQuery {
    const now = timestamp(deps.clock)
    return deps.db
      .insertInto('login_failures')
      .values({ key, failures: 1, last_failure_at: now })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet((eb) => ({ failures: eb('login_failures.failures', '+', 1), last_failure_at: now })),
      )
      .compile()
  }

  return {
    async check(name, address) {
      const keys = keysOf(name, address)
      const nowMs = deps.clock.now().getTime()
      const rows = await deps.db
        .selectFrom('login_failures')
        .selectAll()
        .where('key', 'in', Object.values(keys))
        .execute()
      let waitSeconds = 0
      for (const row of rows) {
        const delaySeconds = delayAfter(
          row.failures,
          row.key === keys.account ? FREE_FAILURES.account : FREE_FAILURES.address,
        )
        waitSeconds = Math.max(waitSeconds, delaySeconds - (nowMs - Date.parse(row.last_failure_at)) / 1000)
      }
      if (waitSeconds > 0) throw new AppError('login_delayed', { retryAfterSeconds: Math.ceil(waitSeconds) })
    },
    async fail(name, address) {
      const forgotten = new Date(deps.clock.now().getTime() - FORGET_AFTER_MS).toISOString()
      // A crowd that fails shares its commits, and nobody else waits for the disk.
      await deps.writer.commit([
        deps.db.deleteFrom('login_failures').where('last_failure_at', '<', forgotten).compile(),
        ...Object.values(keysOf(name, address)).map(increase),
      ])
    },
    async succeed(name, address) {
      await deps.db.deleteFrom('login_failures').where('key', '=', keysOf(name, address).account).execute()
    },
  }
}

/** 0 for the free ones, then 1, 2, 4 … seconds. */
export function delayAfter(failures: number, freeFailures: number): number {
  return failures <= freeFailures ? 0 : Math.min(MAX_DELAY_SECONDS, 2 ** Math.min(failures - freeFailures - 1, 30))
}

function hashKey(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
