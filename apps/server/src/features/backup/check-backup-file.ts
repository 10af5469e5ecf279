import { type CheckedCopy, describeDifference } from '#server/db/copies/copy-contents.ts'
import { CopyError } from '#server/db/copies/copy-error.ts'
import { copyInWorker } from '#server/db/copies/copy-in-worker.ts'
import type { PostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import type { Manifest } from './backup-files.ts'

interface Checked {
  readonly path: string
  readonly database: Manifest['database'] | null
  readonly manifest: Pick<Manifest, 'sha256' | 'tables'> | null
}

/** Tables that every version of ours has had. */
const ownTables = ['users', 'settings', 'kysely_migration']

/**
 * Reads a backup back, every page and row of it, and compares it with what was written down about it.
 * @throws CopyError `damaged`, or `other-database` where it is none of ours
 */
export async function checkBackupFile(
  { path, database, manifest }: Checked,
  options: { programs: PostgresPrograms | null; signal: AbortSignal },
): Promise<CheckedCopy> {
  if (database === null)
    throw new CopyError('other-database', `${path} is neither a SQLite file nor an archive of pg_dump`)
  const copy = await copyInWorker({ file: path, kind: database, programs: options.programs }, options)
  if (manifest?.sha256 && manifest.sha256 !== copy.sha256)
    throw new CopyError('damaged', 'Its bytes are not those that were written')
  const difference = manifest?.tables ? describeDifference(manifest.tables, copy.tables) : null
  if (difference) throw new CopyError('damaged', difference)
  const missing = ownTables.find((table) => !(table in copy.tables))
  if (missing) throw new CopyError('other-database', `${path} is no database of Secretary: it has no table ${missing}`)
  return copy
}
