export interface FairLaps {
  /**
   * Asked by every piece of work before it begins. Null where it may begin now, as it may nearly always; else resolves when it may. Identities take
   * turns: who brings much waits behind his own.
   */
  enter(identity: string): Promise<void> | null
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
  let startedAt: number | null = null
  let steps = 0

  function isSpent(): boolean {
    startedAt ??= now()
    return now() - startedAt > BUDGET_MS
  }

  /** Sockets are looked at between two laps; what a step begins runs before the next step. */
  function planLap(): void {
    let waiting = 0
    for (const queue of queues.values()) waiting += queue.length
    steps = Math.min(waiting, MAX_STEPS)
    for (let count = 0; count < steps; count++) setImmediate(step)
  }

  function step(): void {
    if (!isSpent()) beginNext()
    steps--
    if (steps > 0) return
    startedAt = null
    if (queues.size > 0) planLap()
  }

  function beginNext(): void {
    for (const [identity, queue] of queues) {
      const begin = queue.shift()
      queues.delete(identity)
      if (queue.length > 0) queues.set(identity, queue)
      begin?.()
      return
    }
  }

  function endLap(): void {
    startedAt = null
    if (queues.size > 0) planLap()
  }

  return {
    enter(identity) {
      if (queues.size === 0 && steps === 0) {
        if (startedAt === null) setImmediate(endLap)
        if (!isSpent()) return null
      }
      return new Promise((resolve) => {
        const queue = queues.get(identity)
        if (queue) queue.push(resolve)
        else queues.set(identity, [resolve])
      })
    },
  }
}
