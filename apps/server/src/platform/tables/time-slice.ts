import { nextTurn } from '#server/platform/next-turn.ts'

/** Work between two pauses, in milliseconds: the event loop may be held for 10, and the garbage collector needs its part. */
const SLICE_MS = 2

/**
 * Lets a long synchronous loop share the event loop: `if (slice.isOver()) await slice.pause()`.
 * `pause` lets everything that waits run and throws the signal's reason when the work was given up.
 */
export function createTimeSlice(signal: AbortSignal) {
  signal.throwIfAborted()
  let startedAt = performance.now()
  let calls = 0
  return {
    /** Looks at the clock on every eighth call only; one turn of the loop must be short. */
    isOver(): boolean {
      calls += 1
      return (calls & 7) === 0 && performance.now() - startedAt > SLICE_MS
    },
    async pause(): Promise<void> {
      await nextTurn()
      signal.throwIfAborted()
      startedAt = performance.now()
    },
  }
}

export type TimeSlice = ReturnType<typeof createTimeSlice>
