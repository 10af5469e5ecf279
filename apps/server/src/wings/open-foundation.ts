import type { Logger } from 'pino'
import type { Config } from '#server/config/load-config.ts'
import { prepareDataFolder } from '#server/config/prepare-data-folder.ts'
import { migrate } from '#server/db/migrate.ts'
import { openDatabase } from '#server/db/open-database.ts'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { withStorageState } from '#server/db/writer/with-storage-state.ts'
import { createAuditService } from '#server/features/audit/audit.service.ts'
import { createConfigChanges } from '#server/features/settings/config-changes.ts'
import { createSettingsService } from '#server/features/settings/settings.service.ts'
import { createOpenStreams } from '#server/http/open-streams.ts'
import type { Clock } from '#server/platform/clock.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { createFairLaps } from '#server/platform/fair-laps.ts'
import { createMetrics } from '#server/platform/metrics.ts'
import { loadMasterKey } from '#server/platform/secrets/master-key.ts'
import { createSecretStore } from '#server/platform/secrets/secret-store.ts'

export type Foundation = Awaited<ReturnType<typeof openFoundation>>['rooms']

/** What every room stands on: the database, migrated, its writer, the settings, the live events, the secrets, the audit log. */
export async function openFoundation({ config, logger, clock }: { config: Config; logger: Logger; clock: Clock }) {
  prepareDataFolder(config.dataDir)
  const database = await openDatabase(config)
  const { db, readDb, dialect } = database
  const migration = await migrate(database).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const masterKey = loadMasterKey(config.dataDir)
  const unitOfWork = createUnitOfWork(db)
  const liveEvents = createMemoryLiveEvents()
  const configChanges = createConfigChanges({ db, liveEvents, logger })
  const settings = createSettingsService({ db, unitOfWork, configChanges, clock })
  await settings.load()
  const onHealthTurn = () => liveEvents.publish({ message: { type: 'health-changed' }, ownerId: null })
  const writer = withStorageState(await dialect.openWriter(), dialect, onHealthTurn)
  return {
    rooms: {
      config,
      logger,
      clock,
      db,
      readDb,
      dialect,
      migration,
      masterKey,
      unitOfWork,
      liveEvents,
      openStreams: createOpenStreams(),
      laps: createFairLaps(),
      metrics: createMetrics(),
      configChanges,
      settings,
      onHealthTurn,
      writer,
      audit: createAuditService({ db, writer, clock }),
      secrets: createSecretStore({ db, masterKey, clock }),
    },
    async close() {
      await writer.close()
      await database.close()
    },
  }
}
