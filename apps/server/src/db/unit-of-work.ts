import type { Kysely } from 'kysely'
import type { Database, Executor } from './database.ts'

/** Runs work in one transaction. What it is handed is bound to the transaction; the outer handle is out of reach. */
export interface UnitOfWork {
  run<T>(work: (executor: Executor) => Promise<T>): Promise<T>
}

export function createUnitOfWork(db: Kysely<Database>): UnitOfWork {
  return { run: (work) => db.transaction().execute(work) }
}
