import type { Clock } from '#server/platform/clock.ts'

export interface TestClock extends Clock {
  advance(milliseconds: number): void
  /** To a moment, forward or back. */
  set(at: string): void
}

/** A clock that only moves when it is told to. */
export function createTestClock(start = '2026-03-02T09:00:00.000Z'): TestClock {
  let nowMs = Date.parse(start)
  return {
    now: () => new Date(nowMs),
    advance(milliseconds) {
      nowMs += milliseconds
    },
    set(at) {
      nowMs = Date.parse(at)
    },
  }
}
