import { AppError } from '#server/platform/app-error.ts'
import type { FairLaps } from '#server/platform/fair-laps.ts'
import { createFairSlots, type FairSlots, type FairSlotsOptions } from '#server/platform/fair-slots.ts'

export interface AnswerSlots extends Pick<FairSlots, 'take'> {
  /** Asked before a question is taken: one that is taken is answered, however long it takes. @throws AppError `rate_limited` */
  requireRoom(caller: string): void
}

/**
 * More answers at once than this process can write without anybody noticing only make each of them slower. Whoever asks for that many waits behind
 * his own; everybody else has his first ones at once.
 */
const SIZES: FairSlotsOptions = {
  total: 128,
  perIdentity: 128,
  waitingPerIdentity: Number.POSITIVE_INFINITY,
  guaranteed: { perIdentity: 8, total: 640 },
}
const MAX_WAITING = 1_000
/** About what a model needs for an answer. */
const RETRY_AFTER_SECONDS = 5

/** Which answers a model may write now, and who waits. */
export function createAnswerSlots(laps: FairLaps, sizes: Partial<FairSlotsOptions> = {}): AnswerSlots {
  const slots = createFairSlots({ ...SIZES, ...sizes })
  return {
    async take(caller, options) {
      const giveBack = await slots.take(caller, options)
      await laps.enter(caller)
      return giveBack
    },
    requireRoom(caller) {
      if (slots.waiting(caller) >= MAX_WAITING)
        throw new AppError('rate_limited', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
          detail: `${MAX_WAITING} questions are waiting for their answers already`,
        })
    },
  }
}
