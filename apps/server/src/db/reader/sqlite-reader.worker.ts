import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import type { ReadAnswer, ReadRequest } from './sqlite-reader.ts'

/** How long a query waits for a checkpoint of another connection, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000
const MAPPED_BYTES = 4 * 1024 ** 3

const port = parentPort
if (!port) throw new Error('The reader runs as a worker thread')
const { file } = workerData as { file: string } // Given by createSqliteReader, the only one who starts this thread.
const database = new BetterSqlite(file, { readonly: true, timeout: BUSY_TIMEOUT_MS })
// Half of the time of a search goes into copying pages otherwise; addresses cost nothing, memory is the system's cache.
database.pragma(`mmap_size = ${MAPPED_BYTES}`)
const prepared = new Map<string, BetterSqlite.Statement>()

port.on('message', ({ sql, parameters }: ReadRequest) => port.postMessage(answer(sql, parameters)))

function answer(sql: string, parameters: readonly unknown[]): ReadAnswer {
  try {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = database.prepare(sql)
      prepared.set(sql, statement)
    }
    return { rows: statement.all(...parameters), error: null }
  } catch (error) {
    return {
      rows: [],
      error: {
        message: error instanceof Error ? error.message : String(error),
        code: error instanceof Error && 'code' in error ? String(error.code) : undefined,
      },
    }
  }
}
