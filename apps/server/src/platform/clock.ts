/** The time of day, injectable so that tests own it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** How every time is stored: UTC, ISO 8601, milliseconds, `Z`; sorts as text. */
export function timestamp(clock: Clock): string {
  return clock.now().toISOString()
}
