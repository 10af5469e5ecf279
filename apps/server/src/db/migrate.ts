import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { StartError } from '#server/config/start-error.ts'
import * as createFoundation from './migrations/20261124T1000_create_foundation.ts'
import * as extendLeads from './migrations/20261125T2040_extend_leads.ts'
import * as createInvites from './migrations/20261125T2055_create_invites.ts'
import * as createApiKeys from './migrations/20261125T2100_create_api_keys.ts'
import * as createBackupNights from './migrations/20261125T2130_create_backup_nights.ts'
import * as createApiCalls from './migrations/20261125T2140_create_api_calls.ts'
import * as addTurnFigures from './migrations/20261125T2145_add_turn_figures.ts'
import * as indexApiAnswers from './migrations/20261125T2155_index_api_answers.ts'
import * as addLookupIndexes from './migrations/20261125T2200_add_lookup_indexes.ts'
import * as createServiceImports from './migrations/20261125T2230_create_service_imports.ts'
import * as addRecentRotations from './migrations/20261126T0030_add_recent_rotations.ts'
import * as speedLists from './migrations/20261126T0030_speed_lists.ts'
import * as addImportLeases from './migrations/20261126T0120_add_import_leases.ts'
import * as ownLeads from './migrations/20261126T0415_own_leads.ts'
import * as endImportUndos from './migrations/20261126T0420_end_import_undos.ts'
import * as indexUsageOfTurns from './migrations/20261126T0445_index_usage_of_turns.ts'
import * as moveImportUndos from './migrations/20261126T0800_move_import_undos.ts'
import * as sumUsageOfCalls from './migrations/20261126T1200_sum_usage_of_calls.ts'
import type { OpenDatabase } from './open-database.ts'

/** Every migration by name, in order. A merged one is never edited. */
export const ownMigrations: Readonly<Record<string, Migration>> = {
  '20261124T1000_create_foundation': createFoundation,
  '20261125T2040_extend_leads': extendLeads,
  '20261125T2055_create_invites': createInvites,
  '20261125T2100_create_api_keys': createApiKeys,
  '20261125T2130_create_backup_nights': createBackupNights,
  '20261125T2140_create_api_calls': createApiCalls,
  '20261125T2145_add_turn_figures': addTurnFigures,
  '20261125T2155_index_api_answers': indexApiAnswers,
  '20261125T2200_add_lookup_indexes': addLookupIndexes,
  '20261125T2230_create_service_imports': createServiceImports,
  '20261126T0030_add_recent_rotations': addRecentRotations,
  '20261126T0030_speed_lists': speedLists,
  '20261126T0120_add_import_leases': addImportLeases,
  '20261126T0415_own_leads': ownLeads,
  '20261126T0420_end_import_undos': endImportUndos,
  '20261126T0445_index_usage_of_turns': indexUsageOfTurns,
  '20261126T0800_move_import_undos': moveImportUndos,
  '20261126T1200_sum_usage_of_calls': sumUsageOfCalls,
}

export interface MigrationResult {
  readonly applied: readonly string[]
  /** Where the verified copy lies that was made first; null for a new database, or PostgreSQL. */
  readonly backupFile: string | null
}

/**
 * Brings the database to this version of the code, all or nothing.
 * @throws StartError when the database is newer than the code, or the copy before the migration fails its check.
 */
export async function migrate(
  { db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>,
  migrations: Readonly<Record<string, Migration>> = ownMigrations,
): Promise<MigrationResult> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const executed = await executedNames(db)
  const unknown = executed.filter((name) => !(name in migrations))
  if (unknown.length > 0)
    throw new StartError(
      'database-newer',
      `The database was written by a newer version (${unknown.join(', ')}): update the code, or restore a backup made before that update`,
    )
  const pending = Object.keys(migrations).filter((name) => !executed.includes(name))
  if (pending.length === 0) return { applied: [], backupFile: null }
  const backupFile = executed.length > 0 && dialect.backUp ? await dialect.backUp(`before-${pending[0]}`) : null
  const { error, results } = await migrator.migrateToLatest()
  if (error)
    throw dialect.isStorageFull(error)
      ? new StartError(
          'disk-full',
          'The disk is full, so the database was left as it was: free some space and start again',
          { cause: error },
        )
      : error
  return { applied: (results ?? []).map(({ migrationName }) => migrationName), backupFile }
}

/** Read without the migrator, which would refuse an unknown name with an error of its own. */
// biome-ignore lint/suspicious/noExplicitAny: the migrator's own table is none of ours
async function executedNames(db: Kysely<any>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const rows = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute()
  return rows.map(({ name }) => String(name))
}
