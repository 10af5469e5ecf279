import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type BetterSqlite from 'better-sqlite3'
import { diskFull, notWritable } from '#server/config/prepare-data-folder.ts'
import { StartError } from '#server/config/start-error.ts'
import { CopyError } from '#server/db/copies/copy-error.ts'
import { writeSqliteCopy } from '#server/db/copies/sqlite-copy.ts'
import { holdDataFolder, type UseLock } from '#server/db/copies/use-lock.ts'
import { sqliteFileOf } from '#server/db/database-source.ts'
import { createSqliteWriter } from '#server/db/writer/sqlite-writer.ts'
import { isStorageFull } from '#server/platform/storage-full.ts'
import type { Dialect } from './dialect.ts'
import { errorCodeOf } from './error-code-of.ts'
import { openSqliteFile } from './open-sqlite-file.ts'
import { createTransactionalSqlite } from './transactional-sqlite.ts'

/** @throws StartError when the file can't be written or is no database. */
export async function createSqlite(dataDir: string): Promise<Dialect> {
  const file = prepareFile(dataDir)
  const lock = holdDataFolder(dataDir)
  const database = openOrRelease(file, lock)
  return {
    name: 'sqlite',
    kysely: createTransactionalSqlite(database),
    source: { kind: 'sqlite', file },
    backUp: (label) => copyVerified(database, join(dataDir, 'backups'), label),
    isUniqueViolation: (error) =>
      errorCodeOf(error) === 'SQLITE_CONSTRAINT_UNIQUE' || errorCodeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY',
    isStorageFull,
    openWriter: () => createSqliteWriter(file),
    release: () => lock.release(),
  }
}

function openOrRelease(file: string, lock: UseLock): BetterSqlite.Database {
  try {
    const database = openSqliteFile(file)
    // Pages go from the journal back into the file on the writer's thread: that takes tens of milliseconds and waits for the disk.
    database.pragma('wal_autocheckpoint = 0')
    return database
  } catch (error) {
    lock.release()
    throw error
  }
}

function prepareFile(dataDir: string): string {
  const file = sqliteFileOf(dataDir)
  try {
    // Nobody else's to read, whatever the folder allows; the files of the journal get the rights of the database.
    const descriptor = openSync(file, 'a', 0o600)
    if ((fstatSync(descriptor).mode & 0o077) !== 0) fchmodSync(descriptor, 0o600)
    closeSync(descriptor)
  } catch (error) {
    throw isStorageFull(error) ? diskFull(dataDir, error) : notWritable(dataDir, error)
  }
  return file
}

/** A copy that fails its check is no copy. */
async function copyVerified(database: BetterSqlite.Database, folder: string, label: string): Promise<string> {
  const target = join(folder, `${label}.db`)
  const unfinished = `${target}.unfinished`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await rm(unfinished, { force: true })
    writeSqliteCopy(database, unfinished)
    await rename(unfinished, target)
    return target
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {}) // What can't be removed either can't be mended here.
    if (isStorageFull(error)) throw diskFull(folder, error)
    if (!(error instanceof CopyError)) throw notWritable(folder, error)
    throw new StartError(
      'database-damaged',
      `The copy of the database before the update failed its check (${error.message}); nothing was changed`,
      { cause: error },
    )
  }
}
