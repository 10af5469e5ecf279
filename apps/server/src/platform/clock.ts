/** The time of day, injectable so that tests own it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

let lastMs = Number.NaN
let lastTimestamp = ''

/** How every time is stored: UTC, ISO 8601, milliseconds, `Z`; sorts as text. Many fall into one millisecond and are written once. */
export function timestamp(clock: Clock): string {
  const now = clock.now()
  const ms = now.getTime()
  if (ms !== lastMs) {
    lastTimestamp = now.toISOString()
    lastMs = ms
  }
  return lastTimestamp
}
