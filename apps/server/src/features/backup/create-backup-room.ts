import { join } from 'node:path'
import type { Logger } from 'pino'
import { readVariable } from '#server/config/load-config.ts'
import { findPostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import { createBackupService } from './backup.service.ts'
import { createBackupFiles } from './backup-files.ts'
import { createBackupNightsRepository } from './backup-nights.repository.ts'
import { createNightlyBackup } from './nightly-backup.ts'
import { createNextNight } from './quiet-night.ts'

interface BackupRoomDeps {
  db: Executor
  dialect: Dialect
  dataDir: string
  business: BusinessService
  hasAccount(): Promise<boolean>
  liveEvents: LiveEvents
  logger: Logger
  clock: Clock
}

export const backupFolderOf = (dataDir: string): string => join(dataDir, 'backups')

export function createBackupRoom(deps: BackupRoomDeps) {
  const { db, dialect, business, liveEvents, logger, clock } = deps
  const folder = backupFolderOf(deps.dataDir)
  const files = createBackupFiles(folder)
  const calendar = () => ({ hours: business.hours().hours, timeZone: business.profile().timeZone })
  const nextNight = createNextNight(calendar)
  const backups = createBackupService({
    files,
    folder,
    source: dialect.source,
    programs: dialect.source.kind === 'postgresql' ? findPostgresPrograms(readVariable('PATH') ?? '') : null,
    nextAt: () => nextNight(clock.now()),
    liveEvents,
    logger,
    clock,
  })
  const nightlyBackup = createNightlyBackup({
    backups,
    files,
    nights: createBackupNightsRepository(db),
    calendar,
    hasAccount: deps.hasAccount,
    logger,
    clock,
  })
  return {
    backups,
    backupFiles: files,
    nightlyBackup,
    async closeBackups() {
      nightlyBackup.close()
      await backups.close()
    },
  }
}
