export interface FairLaps {
  /**
   * Asked by every piece of work before it begins. Null where it may begin now, as it may nearly always; else resolves when it may. Identities take
   * turns: who brings much waits behind his own.
   */
  enter(identity: string): Promise<void> | null
  /** Somebody has come to the door. Node lets in one a lap, so laps are as short as they can be while there may be more of them. */
  letIn(): void
}

/** What may begin in one lap, in milliseconds: the event loop may be held for 10, and what has begun must end. */
const BUDGET_MS = 4
const MAX_STEPS = 32

/**
 * A thousand sockets may have something to say in the same lap of the event loop, and nobody else is heard until all of it is done. Work that can
 * wait begins here: as much as a lap can bear, and the rest in the next ones, with everybody who comes meanwhile in between.
 */
export function createFairLaps({ now = () => performance.now() }: { now?: () => number } = {}): FairLaps {
  /** In the order of turns: who was served goes to the end. */
  const queues = new Map<string, (() => void)[]>()
  let lap: Lap | null = null
  let steps = 0

  function isSpent({ startedAt, begun, isShort }: Lap): boolean {
    return isShort ? begun > 0 : now() - startedAt > BUDGET_MS
  }

  function openLap(): Lap {
    // The last of the steps ends it, where there are any.
    if (lap === null && steps === 0) setImmediate(endLap)
    lap ??= { startedAt: now(), begun: 0, isShort: false }
    return lap
  }

  /** Sockets are looked at between two laps; what a step begins runs before the next step. */
  function endLap(): void {
    lap = null
    let waiting = 0
    for (const queue of queues.values()) waiting += queue.length
    steps = Math.min(waiting, MAX_STEPS)
    for (let count = 0; count < steps; count++) setImmediate(step)
  }

  function step(): void {
    const present = openLap()
    if (!isSpent(present)) beginNext(present)
    if (--steps === 0) endLap()
  }

  function beginNext(present: Lap): void {
    for (const [identity, queue] of queues) {
      const begin = queue.shift()
      queues.delete(identity)
      if (queue.length > 0) queues.set(identity, queue)
      present.begun++
      begin?.()
      return
    }
  }

  return {
    enter(identity) {
      if (queues.size === 0 && steps === 0) {
        const present = openLap()
        if (!isSpent(present)) {
          present.begun++
          return null
        }
      }
      return new Promise((resolve) => {
        const queue = queues.get(identity)
        if (queue) queue.push(resolve)
        else queues.set(identity, [resolve])
      })
    },
    letIn() {
      openLap().isShort = true
    },
  }
}

/** From one look at the sockets to the next. */
interface Lap {
  readonly startedAt: number
  begun: number
  isShort: boolean
}
