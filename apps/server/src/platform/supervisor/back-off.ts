const FIRST_MS = 500
const LONGEST_MS = 60_000

/** Pauses between starts of something that keeps failing: half a second, then twice as long each time. */
export function createBackOff(now: () => number = Date.now) {
  let failures = 0
  let until = 0
  return {
    /** 0: start it. */
    waitMs: () => Math.max(0, until - now()),
    fail(): void {
      failures++
      // The first failure is forgiven: the next request starts it again at once.
      until = failures <= 1 ? 0 : now() + Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 2))
    },
    succeed(): void {
      // A process that starts and dies again has not recovered: only time tells.
      if (now() - until > LONGEST_MS) failures = 0
    },
  }
}
