import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#server/config/load-config.ts'
import { StartError } from '#server/config/start-error.ts'
import { CopyError } from '#server/db/copies/copy-error.ts'
import { copyInWorker } from '#server/db/copies/copy-in-worker.ts'
import type { PostgresPrograms } from '#server/db/copies/postgres-programs.ts'
import { countConnections, replacePostgres } from '#server/db/copies/replace-postgres.ts'
import { replaceSqlite } from '#server/db/copies/replace-sqlite.ts'
import { takeDataFolder } from '#server/db/copies/use-lock.ts'
import { type DatabaseSource, databaseSource } from '#server/db/database-source.ts'
import { ownMigrations } from '#server/db/migrate.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { mergeMasterKey } from '#server/platform/secrets/master-key.ts'
import { version } from '#server/platform/version.ts'
import type { BackupFiles, BegunBackup, Manifest } from './backup-files.ts'
import { checkBackupFile } from './check-backup-file.ts'
import type { BackupFile } from './find-backup-file.ts'

interface RestoreDeps {
  readonly config: Pick<Config, 'dataDir' | 'databaseUrl'>
  readonly files: BackupFiles
  readonly programs: PostgresPrograms | null
  readonly clock: Clock
}

export interface Restored {
  readonly rows: number
  /** The id under which what was there before is kept; null where there was nothing. */
  readonly replacedId: string | null
}

/**
 * Puts a backup in the place of the database: checked first, at once, and with what was there before kept aside. Everybody logs in
 * again, because the backup may know log-ins that were ended since.
 * @throws StartError while anybody has the database open, and for a backup of a newer version
 * @throws CopyError where the backup can't be trusted; in either case nothing is changed
 */
export async function restoreBackup(
  deps: RestoreDeps,
  backup: BackupFile,
  options: { withKey: boolean; signal: AbortSignal },
): Promise<Restored> {
  const { config, files, programs, clock } = deps
  const source = databaseSource(config)
  if (backup.database !== null && backup.database !== source.kind)
    throw new CopyError(
      'other-database',
      `${backup.path} is of ${backup.database}, and this installation uses ${source.kind}`,
    )
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const release = await takeAlone(source, config.dataDir)
  try {
    const { tables, migrations } = await checkBackupFile(backup, { programs, signal: options.signal })
    refuseNewer(migrations)
    if (options.withKey && !existsSync(backup.keyPath))
      throw new CopyError('not-writable', `There is no key file ${backup.keyPath}`)
    await files.prepare()
    if (options.withKey) mergeMasterKey(config.dataDir, backup.keyPath)
    const prepare = `update login_sessions set revoked_at = '${timestamp(clock)}' where revoked_at is null;`
    const replacedId = await replace(deps, source, { from: backup.path, prepare, signal: options.signal })
    return { rows: Object.values(tables).reduce((sum, count) => sum + count, 0), replacedId }
  } finally {
    release()
  }
}

/** Its rows would be of tables and columns this version knows nothing of. */
function refuseNewer(migrations: readonly string[]): void {
  const unknown = migrations.filter((name) => !(name in ownMigrations))
  if (unknown.length > 0)
    throw new StartError(
      'database-newer',
      `The backup was written by a newer version (${unknown.join(', ')}): update the code first`,
    )
}

async function takeAlone(source: DatabaseSource, dataDir: string): Promise<() => void> {
  const lock = takeDataFolder(dataDir)
  const others = lock && source.kind === 'postgresql' ? await countConnections(source.url) : 0
  if (lock && others === 0) return () => lock.release()
  lock?.release()
  throw new StartError(
    'data-folder-busy',
    others > 0
      ? `${others} other connections to the database are open: stop the server, on every machine, then restore`
      : 'Secretary is running on this data folder, or one of its commands: stop it first, then restore',
  )
}

interface Incoming {
  readonly from: string
  readonly prepare: string
  readonly signal: AbortSignal
}

async function replace(
  deps: RestoreDeps,
  source: DatabaseSource,
  { from, prepare, signal }: Incoming,
): Promise<string | null> {
  const { config, files, programs } = deps
  const begun = files.begin()
  try {
    if (source.kind === 'sqlite') {
      const hadOne = existsSync(source.file)
      const { isOldWhole } = replaceSqlite({ from, file: source.file, aside: begun.unfinishedPath, prepare })
      return hadOne
        ? await keepReplaced(deps, begun, { database: 'sqlite', verifiedAt: isOldWhole ? timestamp(deps.clock) : null })
        : null
    }
    if (!programs)
      throw new CopyError('program-missing', 'pg_dump, pg_restore and psql are not installed on this machine')
    const copy = await copyInWorker({ source, file: begun.unfinishedPath, kind: source.kind, programs }, { signal })
    const replacedId =
      Object.keys(copy.tables).length > 0
        ? await keepReplaced(deps, begun, {
            database: 'postgresql',
            verifiedAt: timestamp(deps.clock),
            sha256: copy.sha256,
            tables: { ...copy.tables },
          })
        : null
    await replacePostgres(programs, {
      from,
      databaseUrl: source.url,
      scratch: join(config.dataDir, `restore.${process.pid}.unfinished`),
      prepare,
    })
    return replacedId
  } finally {
    await files.discard(begun)
  }
}

async function keepReplaced(
  { files, clock }: RestoreDeps,
  begun: BegunBackup,
  known: Partial<Manifest>,
): Promise<string> {
  const { id } = await files.keep(begun, {
    kind: 'replaced',
    database: 'sqlite',
    createdAt: timestamp(clock),
    verifiedAt: null,
    version,
    sha256: null,
    tables: null,
    ...known,
  })
  return id
}
