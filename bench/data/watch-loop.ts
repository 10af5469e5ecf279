/** The longest time in which nobody else had a turn, in milliseconds: of this thread's work, and by the clock. */
export interface Held {
  readonly cpu: number
  readonly clock: number
}

/**
 * Watches the event loop from now on. Work takes no longer than the clock says; the system counts it in steps of 4 ms and would
 * say more. Beside busy neighbours the clock says more.
 */
export function watchLoop(): { end(): Held } {
  let [cpu, clock] = [0, 0]
  let before = { cpu: threadMs(), clock: performance.now() }
  const look = () => {
    const now = { cpu: threadMs(), clock: performance.now() }
    const passed = now.clock - before.clock
    cpu = Math.max(cpu, Math.min(now.cpu - before.cpu, passed))
    clock = Math.max(clock, passed)
    before = now
  }
  // A timer and no promises: watching must not make the garbage whose collection is then measured.
  const timer = setInterval(look, 1)
  return {
    end() {
      clearInterval(timer)
      look()
      return { cpu, clock }
    },
  }
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
