import type { RateClass } from '@secretary/contracts/route'
import type { FastifyReply } from 'fastify'
import { AppError } from '#server/platform/app-error.ts'

export interface RateLimits {
  readonly isEnabled: boolean
  readonly perMinute: Readonly<Record<Exclude<RateClass, 'none'>, number>>
}

export interface RateLimiter {
  /** Counts one request of this identity and tells the caller where he stands. @throws AppError `rate_limited` */
  consume(rateClass: RateClass, identity: string, reply: FastifyReply): void
}

interface Window {
  count: number
  readonly endsAtMs: number
}

const WINDOW_MS = 60_000
/** Of one class. Whoever has that many addresses is not stopped by counting them, and may not fill the memory either. */
const MAX_IDENTITIES = 100_000

/** A window of one minute per class and identity (a session or key where somebody says who he is, an address otherwise). */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const classes = new Map(
    Object.entries(limits.perMinute).map(([name, allowed]) => [name, { allowed, windows: new Map<string, Window>() }]),
  )

  return {
    consume(rateClass, identity, reply) {
      const limited = classes.get(rateClass)
      if (!limits.isEnabled || !limited) return
      const { allowed, windows } = limited
      const nowMs = Date.now()
      const window = currentWindow(windows, identity, nowMs)
      window.count++
      const resetSeconds = Math.ceil((window.endsAtMs - nowMs) / 1_000)
      const remaining = Math.max(0, allowed - window.count)
      const [limit, left, reset] = [String(allowed), String(remaining), String(resetSeconds)]
      reply.head?.push('ratelimit-limit', limit, 'ratelimit-remaining', left, 'ratelimit-reset', reset)
      if (rateClass === 'key') {
        // The names that OpenAI's clients read; the time is a duration.
        reply.head?.push('x-ratelimit-limit-requests', limit, 'x-ratelimit-remaining-requests', left)
        reply.head?.push('x-ratelimit-reset-requests', `${resetSeconds}s`)
      }
      if (window.count > allowed) throw new AppError('rate_limited', { retryAfterSeconds: Math.max(1, resetSeconds) })
    },
  }
}

/** Windows stand in the order in which they began, so those that are over are in front. */
function currentWindow(windows: Map<string, Window>, identity: string, nowMs: number): Window {
  const known = windows.get(identity)
  if (known && known.endsAtMs > nowMs) return known
  windows.delete(identity)
  for (const [oldest, { endsAtMs }] of windows) {
    if (endsAtMs > nowMs && windows.size < MAX_IDENTITIES) break
    windows.delete(oldest)
  }
  const window = { count: 0, endsAtMs: nowMs + WINDOW_MS }
  windows.set(identity, window)
  return window
}
