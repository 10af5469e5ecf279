import { accessSync, closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { StartError } from '#server/config/start-error.ts'
import { createSqliteWriter } from '#server/db/writer/sqlite-writer.ts'
import type { Dialect } from './dialect.ts'
import { errorCodeOf } from './error-code-of.ts'
import { openSqliteFile } from './open-sqlite-file.ts'
import { createTransactionalSqlite } from './transactional-sqlite.ts'

/** @throws StartError when the data folder can't be written or the file is no database. */
export async function createSqlite(dataDir: string): Promise<Dialect> {
  const file = prepareFile(dataDir)
  const database = openSqliteFile(file)
  return {
    name: 'sqlite',
    kysely: createTransactionalSqlite(database),
    backUp: (label) => copyVerified(database, join(dataDir, 'backups'), label),
    isUniqueViolation: (error) =>
      errorCodeOf(error) === 'SQLITE_CONSTRAINT_UNIQUE' || errorCodeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY',
    isStorageFull: (error) => errorCodeOf(error) === 'SQLITE_FULL' || errorCodeOf(error) === 'SQLITE_IOERR_WRITE',
    openWriter: () => createSqliteWriter(file),
  }
}

function prepareFile(dataDir: string): string {
  const file = join(dataDir, 'secretary.db')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    // Nobody else's to read, whatever the folder allows; the files of the journal get the rights of the database.
    const descriptor = openSync(file, 'a', 0o600)
    if ((fstatSync(descriptor).mode & 0o077) !== 0) fchmodSync(descriptor, 0o600)
    closeSync(descriptor)
  } catch (error) {
    if (errorCodeOf(error) === 'ENOSPC')
      throw new StartError(
        'disk-full',
        `The disk of the data folder ${dataDir} is full: free some space and start again`,
        { cause: error },
      )
    throw new StartError(
      'data-folder-not-writable',
      `The data folder ${dataDir} can't be written: change its owner or name another one in DATA_DIR`,
      { cause: error },
    )
  }
  return file
}

/** `VACUUM INTO`, then the copy is opened and checked; a copy that fails the check is no copy. */
async function copyVerified(database: BetterSqlite.Database, folder: string, label: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const target = join(folder, `${label}.db`)
  const unfinished = `${target}.unfinished`
  await rm(unfinished, { force: true })
  database.prepare('vacuum into ?').run(unfinished)
  const copy = new BetterSqlite(unfinished, { readonly: true })
  const verdict = copy.pragma('integrity_check', { simple: true })
  copy.close()
  if (verdict !== 'ok')
    throw new StartError(
      'database-damaged',
      `The copy of the database before the update failed its check (${String(verdict)}); nothing was changed`,
    )
  await rename(unfinished, target)
  return target
}
