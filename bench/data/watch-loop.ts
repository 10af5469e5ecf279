import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'

/** The longest time in which nobody else had a turn, in milliseconds: of this thread's work, and by the clock. */
export interface Held {
  readonly cpu: number
  readonly clock: number
  /** Every time that was long. */
  readonly spans: readonly Span[]
}

/** What a table says of it, in milliseconds. */
export interface HeldFigures {
  /** Of the thread's own time: what a neighbour on this machine takes is none of ours. */
  readonly cpu: number
  readonly clock: number
  /** The longest part that was no collection of garbage. */
  readonly work: number
}

export const spellHeld = (held: HeldFigures | undefined): string =>
  held ? `${held.cpu.toFixed(1)} (by the clock ${held.clock.toFixed(1)}, work ${held.work.toFixed(1)})` : '-'

interface Span {
  readonly from: number
  readonly to: number
  readonly cpu: number
}

const LONG_MS = 5

/**
 * Watches the event loop from now on. Work takes no longer than the clock says; the system counts it in steps of 4 ms and would
 * say more. Beside busy neighbours the clock says more.
 */
export function watchLoop(): { end(): Held } {
  let [cpu, clock] = [0, 0]
  const spans: Span[] = []
  let before = { cpu: threadMs(), clock: performance.now() }
  const look = () => {
    const now = { cpu: threadMs(), clock: performance.now() }
    const passed = now.clock - before.clock
    const worked = Math.min(now.cpu - before.cpu, passed)
    cpu = Math.max(cpu, worked)
    clock = Math.max(clock, passed)
    if (passed > LONG_MS) spans.push({ from: before.clock, to: now.clock, cpu: worked })
    before = now
  }
  // A timer and no promises: watching must not make the garbage whose collection is then measured.
  const timer = setInterval(look, 1)
  return {
    end() {
      clearInterval(timer)
      look()
      return { cpu, clock, spans }
    },
  }
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Watches collections of garbage from now on, all of this process. */
export function watchCollections(): {
  /** The longest part of a hold that was no collection of garbage, in milliseconds. */
  workOf(held: Held): Promise<number>
} {
  let seen: PerformanceEntry[] = []
  new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ entryTypes: ['gc'] })
  return {
    async workOf({ spans }) {
      // Node tells of a collection in a later turn.
      await new Promise((resolve) => setTimeout(resolve, 2))
      const work = spans.map(({ from, to, cpu }) => {
        const collected = seen.filter(({ startTime }) => startTime >= from && startTime <= to)
        return Math.min(cpu, to - from - collected.reduce((sum, { duration }) => sum + duration, 0))
      })
      seen = []
      return Math.max(0, ...work)
    },
  }
}
