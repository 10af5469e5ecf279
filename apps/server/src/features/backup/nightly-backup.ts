import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { BackupService } from './backup.service.ts'
import type { BackupFiles } from './backup-files.ts'
import type { BackupNightsRepository } from './backup-nights.repository.ts'
import { type Calendar, lastNight } from './quiet-night.ts'

const CHECK_INTERVAL_MS = 60_000
/** Renewed at every check; a process that died in the night is followed by another within this. */
const LEASE_MS = 10 * 60_000
/** After a failure: rarely enough to leave the machine in peace, often enough to use room that was made. */
const RETRY_MS = 30 * 60_000
const KEPT_NIGHTS = 7

export interface NightlyBackup {
  /** Makes up for a missed night at once, then looks every minute. */
  start(): void
  /** Looks now; what the timer does. True where it made one. */
  check(): Promise<boolean>
  close(): void
}

/** One backup a night in the quiet hour of the business, by one process of the installation. */
export function createNightlyBackup(deps: {
  backups: BackupService
  files: BackupFiles
  nights: BackupNightsRepository
  calendar(): Calendar
  /** False before the set-up: there is nothing to keep yet. */
  hasAccount(): Promise<boolean>
  logger: Logger
  clock: Clock
}): NightlyBackup {
  const { backups, files, nights, clock } = deps
  const owner = randomUUID()
  const later = (delayMs: number) => new Date(clock.now().getTime() + delayMs).toISOString()
  let timer: NodeJS.Timeout | null = null
  let running: Promise<boolean> | null = null

  async function look(): Promise<boolean> {
    const night = lastNight(deps.calendar(), clock.now())
    if (backups.running() || (await nights.isFinished(night))) return false
    if (!(await nights.claim(night, { owner, now: timestamp(clock), until: later(LEASE_MS) }))) return false
    if (!(await deps.hasAccount())) {
      await nights.finish(night, { owner, at: timestamp(clock) })
      return false
    }
    const renewal = setInterval(() => {
      nights
        .renew(night, { owner, until: later(LEASE_MS) })
        .catch((error: unknown) =>
          deps.logger.warn({ err: error }, 'the lease of the nightly backup could not be renewed'),
        )
    }, CHECK_INTERVAL_MS).unref()
    try {
      await files.sweep()
      await backups.begin('nightly').done
      await nights.finish(night, { owner, at: timestamp(clock) })
      await nights.forgetBefore(night)
      await forgetOld()
      return true
    } catch {
      // The service has said why; the status shows it until one succeeds.
      await nights.renew(night, { owner, until: later(RETRY_MS) })
      return false
    } finally {
      clearInterval(renewal)
    }
  }

  async function forgetOld(): Promise<void> {
    const nightly = (await files.list()).filter(({ kind }) => kind === 'nightly')
    for (const old of nightly.slice(KEPT_NIGHTS)) await files.remove(old)
  }

  function check(): Promise<boolean> {
    running ??= look().finally(() => {
      running = null
    })
    return running
  }

  return {
    start() {
      const tick = () =>
        check().catch((error: unknown) =>
          deps.logger.error({ err: error }, 'the nightly backup could not be looked after'),
        )
      void tick()
      timer = setInterval(tick, CHECK_INTERVAL_MS).unref()
    },
    check,
    close() {
      if (timer) clearInterval(timer)
    },
  }
}
