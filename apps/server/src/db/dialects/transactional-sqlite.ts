import type BetterSqlite from 'better-sqlite3'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import { LRUCache } from 'lru-cache'

/** More than the whole application has; queries that differ in their number of ids come and go. */
const KEPT_STATEMENTS = 300

/**
 * Kysely's SQLite with transactions that hold: one takes the write lock when it begins, because one that reads first and writes
 * later fails at once where another connection has committed in between, and a migration is all or nothing.
 */
export function createTransactionalSqlite(database: BetterSqlite.Database): Dialect {
  const plain = new SqliteDialect({ database })
  return {
    createDriver: () => new ImmediateDriver(database),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => plain.createIntrospector(db),
    createQueryCompiler: () => plain.createQueryCompiler(),
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: BetterSqlite.Database

  constructor(database: BetterSqlite.Database) {
    super({ database: withKeptStatements(database) })
    this.#database = database
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A full disk rolls everything back by itself; asking for it again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** The same statements come again and again: each is compiled once. SQLite compiles it anew by itself when the schema has changed. */
function withKeptStatements(database: BetterSqlite.Database): SqliteDatabase {
  const statements = new LRUCache<string, BetterSqlite.Statement>({ max: KEPT_STATEMENTS })
  return {
    prepare(sql) {
      const known = statements.get(sql)
      if (known) return known
      const statement = database.prepare(sql)
      statements.set(sql, statement)
      return statement
    },
    close: () => void database.close(),
  }
}

/** SQLite rolls back a changed schema as it does rows; Kysely doesn't count on it. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
