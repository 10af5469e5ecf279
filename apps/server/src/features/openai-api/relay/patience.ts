import { type Listed, Roster } from '#server/platform/roster.ts'

/** How long a call waits for a sign of life of its vendor. */
export interface Patience {
  /** There was a sign of life, or there may be one again. */
  renew(): void
  /** A vendor that may not send owes nothing, until `renew`. */
  suspend(): void
  end(): void
}

export interface PatienceWatch {
  begin(limitMs: number, whenSpent: () => void): Patience
}

/** Nobody waits longer than he should by more than this. */
const LAP_MS = 1_000

/** Counts laps for all calls: a timer of its own for each, moved with each piece of a stream, costs more than the piece. */
export function createPatienceWatch(): PatienceWatch {
  const waiting = new Roster<WaitingCall>()
  let isRunning = false
  const watch = { lap: 0, waiting }

  function nextLap(): void {
    watch.lap++
    for (const call of waiting.all()) call.look()
    isRunning = waiting.size > 0
    if (isRunning) startLap()
  }
  const startLap = () => void setTimeout(nextLap, LAP_MS).unref()

  return {
    begin(limitMs, whenSpent) {
      if (!isRunning) startLap()
      isRunning = true
      return new WaitingCall(watch, { laps: Math.ceil(limitMs / LAP_MS), whenSpent })
    },
  }
}

interface Watch {
  readonly lap: number
  readonly waiting: Roster<WaitingCall>
}

interface Limit {
  readonly laps: number
  readonly whenSpent: () => void
}

class WaitingCall implements Patience, Listed {
  place = -1
  readonly #watch: Watch
  readonly #limit: Limit
  #lastSignInLap: number

  constructor(watch: Watch, limit: Limit) {
    this.#watch = watch
    this.#limit = limit
    this.#lastSignInLap = watch.lap
    watch.waiting.add(this)
  }

  renew(): void {
    this.#lastSignInLap = this.#watch.lap
  }

  suspend(): void {
    this.#lastSignInLap = Number.POSITIVE_INFINITY
  }

  end(): void {
    this.#watch.waiting.remove(this)
  }

  look(): void {
    if (this.#watch.lap - this.#lastSignInLap > this.#limit.laps) this.#limit.whenSpent()
  }
}
