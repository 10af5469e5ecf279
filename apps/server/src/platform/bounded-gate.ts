import { AppError } from './app-error.ts'

export interface BoundedGate {
  /** Runs the work when its time has come, in the order it came. @throws AppError `service_unavailable` where too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>
}

/** Work that costs much memory or a thread: so many run at once, so many wait, and who comes behind them is told to come again. */
export function createBoundedGate({
  atOnce,
  waiting,
  retryAfterSeconds,
}: {
  atOnce: number
  waiting: number
  retryAfterSeconds: number
}): BoundedGate {
  const queue: (() => void)[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= atOnce) {
        if (queue.length >= waiting) throw new AppError('service_unavailable', { retryAfterSeconds })
        // Whoever leaves hands his place on, so nobody who comes meanwhile can take it.
        await new Promise<void>((resolve) => queue.push(resolve))
      } else running++
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next) next()
        else running--
      }
    },
  }
}
