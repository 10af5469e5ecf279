export interface StallGuardOptions {
  /** Aborts from outside. */
  readonly signal: AbortSignal
  /** Without a single byte, in milliseconds. */
  readonly idleTimeoutMs: number
  /** For all of it, however lively it is. */
  readonly totalTimeoutMs: number
  /** Makes the error that waiting ends with. */
  readonly onTimeout: () => Error
}

export interface StallGuard {
  /** Aborts with the reason of the outer signal, or with the error of a time-out. */
  readonly signal: AbortSignal
  /**
   * Waits for something that the other side owes, one thing at a time.
   * @throws what `work` throws, and the reason of the abort, also where `work` doesn't hear of it
   */
  wait<T>(work: Promise<T>): Promise<T>
  /** From now on it may be silent for this long only. */
  setIdleTimeout(idleTimeoutMs: number): void
  /** Ends the watch. Aborts nothing. */
  release(): void
}

/** Gives up on a sender that stalls or never ends. Only while somebody waits for him: a slow reader is not held against him. */
export function createStallGuard({ signal, idleTimeoutMs, totalTimeoutMs, onTimeout }: StallGuardOptions): StallGuard {
  const controller = new AbortController()
  let refuse: ((reason: unknown) => void) | null = null
  const release = () => {
    clearTimeout(idle)
    clearTimeout(total)
    signal.removeEventListener('abort', onAbort)
  }
  const giveUp = (reason: unknown) => {
    release()
    controller.abort(reason)
    refuse?.(reason)
  }
  const onAbort = () => giveUp(signal.reason)
  const onIdle = () => {
    if (refuse) giveUp(onTimeout())
  }
  let idle = setTimeout(onIdle, idleTimeoutMs)
  const total = setTimeout(() => giveUp(onTimeout()), totalTimeoutMs)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  return {
    signal: controller.signal,
    wait: (work) =>
      new Promise((resolve, reject) => {
        if (controller.signal.aborted) {
          // Nobody hears how it ends.
          work.catch(() => {})
          return reject(controller.signal.reason)
        }
        idle.refresh()
        refuse = reject
        work.then(
          (value) => {
            refuse = null
            resolve(value)
          },
          (error: unknown) => {
            refuse = null
            reject(error)
          },
        )
      }),
    setIdleTimeout(timeoutMs) {
      clearTimeout(idle)
      if (!controller.signal.aborted) idle = setTimeout(onIdle, timeoutMs)
    },
    release,
  }
}
