import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Database } from '#server/db/database.ts'
import type { SqliteReader } from './sqlite-reader.ts'

/** A database that only reads, on the thread of the reader. A repository over it is the same repository. */
export function createReadDatabase(reader: SqliteReader): Kysely<Database> {
  const dialect: Dialect = {
    createDriver: () => new ReadDriver(reader),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  return new Kysely<Database>({ dialect })
}

class ReadDriver implements Driver {
  readonly #connection: DatabaseConnection
  readonly #reader: SqliteReader

  constructor(reader: SqliteReader) {
    this.#reader = reader
    this.#connection = {
      async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
        return { rows: (await reader.read(sql, parameters)) as R[] } // The rows of the query that was compiled for them.
      },
      streamQuery: () => refuse('stream'),
    }
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }
  async beginTransaction(): Promise<void> {
    refuse('write')
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  destroy(): Promise<void> {
    return this.#reader.close()
  }
}

function refuse(what: string): never {
  throw new Error(`The reading connection does not ${what}`)
}
