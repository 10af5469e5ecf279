import type { Examination, Finding } from '@secretary/contracts/about.contract'
import type { Clock } from '#server/platform/clock.ts'
import { commit } from '#server/platform/commit.ts'
import { version } from '#server/platform/version.ts'

export interface DoctorService {
  /** Callers at the same time, and those of the next ten seconds, share one examination. */
  examine(ownPort: number): Promise<Examination>
}

/** It reads the whole database: whoever presses again and again gets what was just found. */
const FRESH_MS = 10_000

export function createDoctorService(deps: {
  examine: (ownPort: number) => Promise<Finding[]>
  clock: Clock
}): DoctorService {
  let last: { readonly examination: Promise<Examination>; freshUntilMs: number } | null = null

  async function begin(ownPort: number): Promise<Examination> {
    const findings = await deps.examine(ownPort)
    return {
      examinedAt: deps.clock.now().toISOString(),
      version,
      commit,
      platform: `${process.platform} ${process.arch}`,
      findings,
    }
  }

  return {
    examine(ownPort) {
      if (last && deps.clock.now().getTime() < last.freshUntilMs) return last.examination
      // Under way it is fresh, however long it takes.
      const started = { examination: begin(ownPort), freshUntilMs: Number.POSITIVE_INFINITY }
      last = started
      started.examination.then(
        () => {
          started.freshUntilMs = deps.clock.now().getTime() + FRESH_MS
        },
        () => {
          last = null
        },
      )
      return started.examination
    },
  }
}
