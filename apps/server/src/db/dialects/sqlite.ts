import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { diskFull, notWritable } from '#server/config/prepare-data-folder.ts'
import { StartError } from '#server/config/start-error.ts'
import { createSqliteWriter } from '#server/db/writer/sqlite-writer.ts'
import { isStorageFull } from '#server/platform/storage-full.ts'
import type { Dialect } from './dialect.ts'
import { errorCodeOf } from './error-code-of.ts'
import { openSqliteFile } from './open-sqlite-file.ts'
import { createTransactionalSqlite } from './transactional-sqlite.ts'

/** @throws StartError when the file can't be written or is no database. */
export async function createSqlite(dataDir: string): Promise<Dialect> {
  const file = prepareFile(dataDir)
  const database = openSqliteFile(file)
  return {
    name: 'sqlite',
    kysely: createTransactionalSqlite(database),
    backUp: (label) => copyVerified(database, join(dataDir, 'backups'), label),
    isUniqueViolation: (error) =>
      errorCodeOf(error) === 'SQLITE_CONSTRAINT_UNIQUE' || errorCodeOf(error) === 'SQLITE_CONSTRAINT_PRIMARYKEY',
    isStorageFull,
    openWriter: () => createSqliteWriter(file),
  }
}

function prepareFile(dataDir: string): string {
  const file = join(dataDir, 'secretary.db')
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

/** `VACUUM INTO`, then the copy is opened and checked; a copy that fails the check is no copy. */
async function copyVerified(database: BetterSqlite.Database, folder: string, label: string): Promise<string> {
  const target = join(folder, `${label}.db`)
  const unfinished = `${target}.unfinished`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    await rm(unfinished, { force: true })
    database.prepare('vacuum into ?').run(unfinished)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {}) // What can't be removed either can't be mended here.
    throw isStorageFull(error) ? diskFull(folder, error) : notWritable(folder, error)
  }
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
