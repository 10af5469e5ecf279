import { closeSync, fsyncSync, openSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { type CopyContents, describeDifference } from './copy-contents.ts'
import { CopyError } from './copy-error.ts'

/**
 * `VACUUM INTO`: a copy of one moment, made while others go on reading and writing. Readable by its owner only, and on the disk when
 * this returns. Holds the thread meanwhile.
 */
export function writeSqliteCopy(source: BetterSqlite.Database, target: string): void {
  const versionBefore = source.pragma('data_version', { simple: true })
  const tables = countRows(source)
  // SQLite writes into an empty file that exists, and leaves its rights alone.
  closeSync(openSync(target, 'w', 0o600))
  source.prepare('vacuum into ?').run(target)
  const descriptor = openSync(target, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
  const found = readSqliteCopy(target)
  // Where somebody wrote meanwhile, the two are of different moments.
  const difference =
    source.pragma('data_version', { simple: true }) === versionBefore ? describeDifference(tables, found.tables) : null
  if (difference) throw new CopyError('damaged', `The copy is not what was copied: ${difference}`)
}

/** Opens a copy, checks its every page, and counts what is in it. @throws CopyError `damaged` */
export function readSqliteCopy(file: string): CopyContents {
  const copy = open(file)
  try {
    const verdict = copy.pragma('integrity_check', { simple: true })
    if (verdict !== 'ok') throw new CopyError('damaged', `The copy failed its check: ${String(verdict)}`)
    const tables = countRows(copy)
    const migrations =
      'kysely_migration' in tables ? copy.prepare('select name from kysely_migration order by name').pluck().all() : []
    return { tables, migrations: migrations.map(String) }
  } catch (error) {
    if (error instanceof CopyError) throw error
    throw new CopyError(
      'damaged',
      `The copy can't be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  } finally {
    copy.close()
  }
}

function open(file: string): BetterSqlite.Database {
  try {
    return new BetterSqlite(file, { readonly: true, fileMustExist: true })
  } catch (error) {
    throw new CopyError('damaged', `${file} can't be opened as a database`, { cause: error })
  }
}

function countRows(database: BetterSqlite.Database): Record<string, number> {
  const names = database
    .prepare(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name",
    )
    .pluck()
    .all()
    .map(String)
  const count = (name: string) =>
    Number(
      database
        .prepare(`select count(*) from "${name.replaceAll('"', '""')}"`)
        .pluck()
        .get(),
    )
  return Object.fromEntries(names.map((name) => [name, count(name)]))
}
