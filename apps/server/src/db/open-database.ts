import { Kysely } from 'kysely'
import type { Config } from '#server/config/load-config.ts'
import type { Database } from './database.ts'
import type { Dialect } from './dialects/dialect.ts'

export interface OpenDatabase {
  readonly db: Kysely<Database>
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
  return {
    db,
    dialect,
    async close() {
      await db.destroy()
      dialect.release()
    },
  }
}
