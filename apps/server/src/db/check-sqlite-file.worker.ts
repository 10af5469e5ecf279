import { parentPort, workerData } from 'node:worker_threads'
import BetterSqlite from 'better-sqlite3'
import { errorCodeOf } from './dialects/error-code-of.ts'

const file = String(workerData)
/** One finding says as much as a hundred. */
const MOST_FINDINGS = 1

parentPort?.postMessage(check())

function check(): string {
  try {
    const database = new BetterSqlite(file, { readonly: true, fileMustExist: true })
    try {
      return String(database.pragma(`quick_check(${MOST_FINDINGS})`, { simple: true }))
    } finally {
      database.close()
    }
  } catch (error) {
    const code = errorCodeOf(error)
    if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') return code
    throw error
  }
}
