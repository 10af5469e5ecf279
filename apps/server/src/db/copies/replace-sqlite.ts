import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { asCopyError } from './copy-error.ts'
import { readSqliteCopy } from './sqlite-copy.ts'

interface Replacement {
  /** The copy that takes the place. */
  readonly from: string
  /** The living database. Nobody may have it open. */
  readonly file: string
  /** Where what is replaced is kept. */
  readonly aside: string
  /** SQL that is run on the newcomer before it takes the place. */
  readonly prepare: string
}

/**
 * Puts a copy in the place of the database. Until the one rename at the end the old one is in its place and whole; a power cut leaves
 * either the one or the other. @throws CopyError with nothing replaced
 */
export function replaceSqlite({ from, file, aside, prepare }: Replacement): { isOldWhole: boolean } {
  const incoming = `${file}.restoring`
  const journals = ['-wal', '-shm', '-journal']
  const removeIncoming = () => {
    for (const suffix of ['', ...journals]) rmSync(incoming + suffix, { force: true })
  }
  try {
    removeIncoming()
    copyFileSync(from, incoming)
    // A file that was copied out of a data folder brings its journal with it.
    if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${incoming}-wal`)
    chmodSync(incoming, 0o600)
    settle(incoming, prepare)
    readSqliteCopy(incoming)
    sync(incoming)
    const isOldWhole = existsSync(file) && foldJournal(file)
    if (existsSync(file)) keepAside(file, aside)
    // Of the old database; beside the new one they would be taken for its own.
    for (const suffix of journals) rmSync(file + suffix, { force: true })
    renameSync(incoming, file)
    sync(dirname(file))
    return { isOldWhole }
  } catch (error) {
    removeIncoming()
    throw asCopyError(error)
  }
}

function settle(file: string, prepare: string): void {
  const database = new BetterSqlite(file)
  try {
    database.pragma('journal_mode = DELETE')
    database.exec(prepare)
  } finally {
    database.close()
  }
}

/** Everything into the one file. False where the database is too damaged for it: then its journal is kept with it. */
function foldJournal(file: string): boolean {
  try {
    const database = new BetterSqlite(file)
    try {
      database.pragma('wal_checkpoint(TRUNCATE)')
      return database.pragma('quick_check', { simple: true }) === 'ok'
    } finally {
      database.close()
    }
  } catch {
    return false // Damaged: the reason for many a restore.
  }
}

/** A second name for the same bytes: it costs no room, and the first stays in its place. */
function keepAside(file: string, aside: string): void {
  for (const suffix of ['', '-wal']) {
    if (!existsSync(file + suffix)) continue
    try {
      linkSync(file + suffix, aside + suffix)
    } catch {
      copyFileSync(file + suffix, aside + suffix) // Another file system, or one without links.
    }
  }
  sync(aside)
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
