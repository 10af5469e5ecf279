import type { FastifyRequest } from 'fastify'
import { AppError } from '#server/platform/app-error.ts'

export interface BodyBudgetOptions {
  /** Smaller ones cost nothing. */
  readonly fromBytes: number
  readonly perIdentityBytes: number
  readonly totalBytes: number
}

export interface BodyBudget {
  /**
   * Makes room for a body before it is read, by what its head announces. Returns the way to give it back, or null for a body that is small.
   * @throws AppError `rate_limited` where this identity, `service_unavailable` where everybody together sends too much at once
   */
  reserve(identity: string, bytes: number): (() => void) | null
}

const RETRY_AFTER_SECONDS = 2

/** Large bodies stand in memory until they are answered, and may come slowly: so much of them at once, and no more. */
export function createBodyBudget({ fromBytes, perIdentityBytes, totalBytes }: BodyBudgetOptions): BodyBudget {
  const reserved = new Map<string, number>()
  let reservedInAll = 0
  return {
    reserve(identity, bytes) {
      if (bytes <= fromBytes) return null
      const own = reserved.get(identity) ?? 0
      const details = { retryAfterSeconds: RETRY_AFTER_SECONDS, detail: 'Too many large requests at once' }
      if (own + bytes > perIdentityBytes) throw new AppError('rate_limited', details)
      if (reservedInAll + bytes > totalBytes) throw new AppError('service_unavailable', details)
      reserved.set(identity, own + bytes)
      reservedInAll += bytes
      return () => {
        reservedInAll -= bytes
        const left = (reserved.get(identity) ?? bytes) - bytes
        if (left === 0) reserved.delete(identity)
        else reserved.set(identity, left)
      }
    },
  }
}

/** What may come: as much as is announced, and where nothing is, as much as the route takes. */
export function announcedBytes({ headers }: Pick<FastifyRequest, 'headers'>, limitBytes: number): number {
  const length = headers['content-length']
  if (length !== undefined) return Math.min(Number(length), limitBytes)
  return headers['transfer-encoding'] === undefined ? 0 : limitBytes
}
