import type { RateClass } from '@secretary/contracts/route'
import type { FastifyReply } from 'fastify'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '#server/platform/app-error.ts'

export interface RateLimits {
  readonly isEnabled: boolean
  readonly perMinute: Readonly<Record<Exclude<RateClass, 'none'>, number>>
}

export interface RateLimiter {
  /** Counts one request of this identity and tells the caller where he stands. @throws AppError `rate_limited` */
  consume(rateClass: RateClass, identity: string, reply: FastifyReply): Promise<void>
}

/** A window of one minute per class and identity (a session or key where somebody says who he is, an address otherwise). */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const limiters = new Map(
    Object.entries(limits.perMinute).map(([name, points]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points, duration: 60 }),
    ]),
  )
  return {
    async consume(rateClass, identity, reply) {
      const limiter = limiters.get(rateClass)
      if (!limits.isEnabled || !limiter) return
      const state = await limiter.consume(identity).catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused
        throw refused
      })
      const resetSeconds = Math.ceil(state.msBeforeNext / 1000)
      const remaining = Math.max(0, state.remainingPoints)
      reply.header('ratelimit-limit', limiter.points)
      reply.header('ratelimit-remaining', remaining)
      reply.header('ratelimit-reset', resetSeconds)
      if (rateClass === 'key') {
        // The names that OpenAI's clients read; the time is a duration.
        reply.header('x-ratelimit-limit-requests', limiter.points)
        reply.header('x-ratelimit-remaining-requests', remaining)
        reply.header('x-ratelimit-reset-requests', `${resetSeconds}s`)
      }
      if (state.consumedPoints > limiter.points)
        throw new AppError('rate_limited', { retryAfterSeconds: Math.max(1, resetSeconds) })
    },
  }
}
