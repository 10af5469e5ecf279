import { parentPort, workerData } from 'node:worker_threads'
import type BetterSqlite from 'better-sqlite3'
import { openSqliteFile } from '#server/db/dialects/open-sqlite-file.ts'
import type { WriterAnswer, WriterRequest } from './sqlite-writer.ts'

/** More units than this don't wait for the next one: a commit of 50 already costs little per unit. */
const MAX_UNITS_PER_COMMIT = 200
/** A commit here writes pages back when enough have come together; this is for what other connections wrote meanwhile. */
const CHECKPOINT_EVERY_MS = 30_000

const port = parentPort
if (!port) throw new Error('The writer runs as a worker thread')
const { file } = workerData as { file: string } // Given by createSqliteWriter, the only one who starts this thread.
const database = openSqliteFile(file)
const prepared = new Map<string, BetterSqlite.Statement>()
const queue: WriterRequest[] = []
let isScheduled = false

port.on('message', (request: WriterRequest | null) => {
  if (request === null) return close()
  queue.push(request)
  // Everything that has arrived by the end of this turn of the event loop shares the commit: no timer, so a lone write waits for nobody.
  if (!isScheduled) {
    isScheduled = true
    setImmediate(flush)
  }
})
setInterval(checkpoint, CHECKPOINT_EVERY_MS).unref()
port.postMessage([])

function checkpoint(): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // The pages are safe in the journal. That a disk is full or gone is told to whoever writes next.
  }
}

function flush(): void {
  isScheduled = false
  while (queue.length > 0) port?.postMessage(commit(queue.splice(0, MAX_UNITS_PER_COMMIT)))
}

function commit(units: readonly WriterRequest[]): WriterAnswer[] {
  try {
    database.exec('begin immediate')
    const answers = units.map(runUnit)
    database.exec('commit')
    return answers
  } catch (error) {
    if (database.inTransaction) database.exec('rollback')
    return units.map(() => ({ error: describe(error) }))
  }
}

/** A savepoint a unit: a refused row undoes its own unit only. */
function runUnit({ statements }: WriterRequest): WriterAnswer {
  database.exec('savepoint unit')
  try {
    for (const { sql, parameters } of statements) statementFor(sql).run(...parameters)
    database.exec('release unit')
    return { error: null }
  } catch (error) {
    if (!database.inTransaction) throw error // A full disk rolls the whole transaction back by itself.
    database.exec('rollback to unit')
    database.exec('release unit')
    return { error: describe(error) }
  }
}

function statementFor(sql: string): BetterSqlite.Statement {
  let statement = prepared.get(sql)
  if (!statement) {
    statement = database.prepare(sql)
    prepared.set(sql, statement)
  }
  return statement
}

function describe(error: unknown): { message: string; code: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined }
  return { message: error.message, code: 'code' in error ? String(error.code) : undefined }
}

function close(): void {
  flush()
  database.close()
  port?.close()
}
