import { AppError } from './app-error.ts'

export interface FairSlotsOptions {
  /** Taken at once by everybody together. */
  readonly total: number
  /** Taken at once by one identity. */
  readonly perIdentity: number
  /** Of one identity that may wait; whoever comes then is refused. */
  readonly waitingPerIdentity: number
  /** So many an identity gets also when all are taken, up to that many in all: others who hold theirs for long can't keep it waiting. */
  readonly guaranteed?: { readonly perIdentity: number; readonly total: number }
}

export interface FairSlots {
  /**
   * Resolves, when it is this identity's turn, with the way to give the slot back. Identities take turns: who asks for
   * much waits behind his own requests, not others behind his.
   * @throws AppError `rate_limited`; the signal's reason on abort.
   */
  take(identity: string, options: { signal: AbortSignal }): Promise<() => void>
  /** How many of this identity wait. */
  waiting(identity: string): number
}

interface Waiting {
  enter(): void
}

export function createFairSlots(options: FairSlotsOptions): FairSlots {
  const { total, perIdentity, waitingPerIdentity, guaranteed = { perIdentity: 0, total: 0 } } = options
  const taken = new Map<string, number>()
  /** In the order of turns: who was served goes to the end. */
  const queues = new Map<string, Waiting[]>()
  let takenInAll = 0

  function isFree(identity: string): boolean {
    const own = taken.get(identity) ?? 0
    if (own < guaranteed.perIdentity && takenInAll < guaranteed.total) return true
    return own < perIdentity && takenInAll < total
  }

  function enter(identity: string): () => void {
    takenInAll++
    taken.set(identity, (taken.get(identity) ?? 0) + 1)
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      takenInAll--
      const left = (taken.get(identity) ?? 1) - 1
      if (left === 0) taken.delete(identity)
      else taken.set(identity, left)
      admit()
    }
  }

  function admit(): void {
    for (const [identity, queue] of [...queues]) {
      const next = isFree(identity) ? queue.shift() : undefined
      if (!next) continue
      queues.delete(identity)
      if (queue.length > 0) queues.set(identity, queue)
      next.enter()
    }
  }

  return {
    waiting: (identity) => queues.get(identity)?.length ?? 0,
    take(identity, { signal }) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const queue = queues.get(identity) ?? []
        if (queue.length === 0 && isFree(identity)) return resolve(enter(identity))
        if (queue.length >= waitingPerIdentity)
          return reject(new AppError('rate_limited', { retryAfterSeconds: 1, detail: 'Too many requests at once' }))
        const waiting: Waiting = {
          enter() {
            signal.removeEventListener('abort', leave)
            resolve(enter(identity))
          },
        }
        const leave = () => {
          queue.splice(queue.indexOf(waiting), 1)
          if (queue.length === 0) queues.delete(identity)
          reject(signal.reason)
        }
        signal.addEventListener('abort', leave, { once: true })
        queue.push(waiting)
        queues.set(identity, queue)
      })
    },
  }
}
