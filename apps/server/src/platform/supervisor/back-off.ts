const FIRST_MS = 500
const LONGEST_MS = 60_000

/** Pauses between starts of something that keeps failing: half a second, then twice as long each time. */
export function createBackOff(now: () => number = Date.now) {
  let failures = 0
  let failedAt = Number.NEGATIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  return {
    /** 0: start it. */
    waitMs: () => Math.max(0, until - now()),
    fail(): void {
      // A process that starts and dies again has not recovered: only time tells.
      if (now() - Math.max(failedAt, until) > LONGEST_MS) failures = 0
      failures++
      failedAt = now()
      // The first failure is forgiven: the next request starts it again at once.
      until = failures === 1 ? failedAt : failedAt + Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 2))
    },
  }
}
