import BetterSqlite from 'better-sqlite3'
import { StartError } from '#server/config/start-error.ts'
import { isStorageFull } from '#server/platform/storage-full.ts'
import { errorCodeOf } from './error-code-of.ts'

/** How long a statement waits for another connection's commit before it fails, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000

/** Settings every connection of ours shares: WAL, and FULL so that a commit survives a power cut. */
export function openSqliteFile(file: string): BetterSqlite.Database {
  try {
    const database = new BetterSqlite(file)
    database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    return database
  } catch (error) {
    throw openFailure(error, file)
  }
}

/** In words for a person, where one can do something about it. */
export function openFailure(error: unknown, file: string): unknown {
  const code = errorCodeOf(error)
  if (isStorageFull(error))
    return new StartError(
      'disk-full',
      `The disk is full, so ${file} can't be opened: free some space and start again`,
      { cause: error },
    )
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT')
    return new StartError(
      'database-damaged',
      `${file} is not a readable database: restore the newest copy from its backups folder`,
      { cause: error },
    )
  if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_READONLY' || code === 'SQLITE_IOERR')
    return new StartError(
      'data-folder-not-writable',
      `${file} can't be opened for writing: check its owner and permissions`,
      { cause: error },
    )
  return error
}
