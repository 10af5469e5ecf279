import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { StartError } from '#server/config/start-error.ts'
import { errorCodeOf } from '#server/db/dialects/error-code-of.ts'
import { openFailure } from '#server/db/dialects/open-sqlite-file.ts'

/** How long a start waits for a restore, or a server, that is just ending. */
const WAIT_MS = 5_000

export interface UseLock {
  release(): void
}

/**
 * Held for as long as a process has the database open; many may. The operating system takes it back from a process that dies, so
 * nothing is ever left over. @throws StartError while a restore has the folder for itself
 */
export function holdDataFolder(dataDir: string): UseLock {
  const lock = open(dataDir, WAIT_MS)
  return claim(lock, {
    take() {
      // A read transaction that stays open is a shared lock on the file.
      lock.exec('begin')
      lock.prepare('select count(*) from sqlite_master').get()
    },
    refusal: `A restore is running on the data folder ${dataDir}: wait until it has ended`,
  })
}

/** For a restore: nobody else may have the database open. Null where somebody has. */
export function takeDataFolder(dataDir: string): UseLock | null {
  const lock = open(dataDir, 0)
  try {
    lock.exec('begin exclusive')
    return { release: () => void lock.close() }
  } catch {
    lock.close() // Whatever the reason: without the lock nothing may be replaced.
    return null
  }
}

/** Whether no other process has the database open at this moment. Whoever comes later waits for the answer. */
export function isAlone(dataDir: string): boolean {
  const lock = takeDataFolder(dataDir)
  lock?.release()
  return lock !== null
}

/**
 * For a server on SQLite: commands may work beside it, another server may not, because each would answer the same messages.
 * @throws StartError while another one has the folder
 */
export function takeServerPlace(dataDir: string): UseLock {
  const lock = open(dataDir, WAIT_MS, 'server.lock')
  return claim(lock, {
    take: () => lock.exec('begin exclusive'),
    refusal: `Another server is running on the data folder ${dataDir}: stop it first, or name another folder in DATA_DIR`,
  })
}

/** @throws StartError with the refusal where somebody else has the lock */
function claim(lock: BetterSqlite.Database, { take, refusal }: { take: () => unknown; refusal: string }): UseLock {
  try {
    take()
    return { release: () => void lock.close() }
  } catch (error) {
    lock.close()
    if (errorCodeOf(error) !== 'SQLITE_BUSY') throw openFailure(error, lock.name)
    throw new StartError('data-folder-busy', refusal, { cause: error })
  }
}

function open(dataDir: string, waitMs: number, name = 'secretary.lock'): BetterSqlite.Database {
  const file = join(dataDir, name)
  try {
    return new BetterSqlite(file, { timeout: waitMs })
  } catch (error) {
    throw openFailure(error, file)
  }
}
