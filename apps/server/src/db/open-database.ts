import { Kysely } from 'kysely'
import type { Config } from '#server/config/load-config.ts'
import type { Database } from './database.ts'
import type { Dialect } from './dialects/dialect.ts'
import { createReadDatabase } from './reader/create-read-database.ts'
import { createSqliteReader } from './reader/sqlite-reader.ts'

export interface OpenDatabase {
  readonly db: Kysely<Database>
  /** For searches and sums, which read much: on SQLite a thread of its own, so that nobody waits for them. */
  readonly readDb: Kysely<Database>
  readonly dialect: Dialect
  close(): Promise<void>
}

/**
 * Opens SQLite in the data folder, or PostgreSQL where `DATABASE_URL` says so. The driver that is not used is not loaded.
 * @throws StartError when the folder is not writable or the server can't be reached.
 */
export async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<OpenDatabase> {
  const dialect = config.databaseUrl
    ? await (await import('./dialects/postgres.ts')).createPostgres(config.databaseUrl)
    : await (await import('./dialects/sqlite.ts')).createSqlite(config.dataDir)
  const db = new Kysely<Database>({ dialect: dialect.kysely })
  const { source } = dialect
  const readDb = source.kind === 'sqlite' ? createReadDatabase(createSqliteReader(source.file)) : db
  return {
    db,
    readDb,
    dialect,
    async close() {
      if (readDb !== db) await readDb.destroy()
      await db.destroy()
      dialect.release()
    },
  }
}
