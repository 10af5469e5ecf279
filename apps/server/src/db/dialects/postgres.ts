import { PostgresDialect } from 'kysely'
import pg from 'pg'
import { StartError } from '#server/config/start-error.ts'
import { createPostgresWriter } from '#server/db/writer/postgres-writer.ts'
import type { Dialect } from './dialect.ts'
import { errorCodeOf } from './error-code-of.ts'

const CONNECT_TIMEOUT_MS = 5_000
const POOL_SIZE = 10
/**
 * Lists are read in the order of an index, and the first page is enough. PostgreSQL's own figure, 4, is for disks that turn: it would
 * read whole tables and sort them.
 */
const SETTINGS = 'set random_page_cost = 1.1'

/** PostgreSQL's number for bigint; its driver gives text, ours are all within the safe integers. */
const BIGINT_TYPE_ID = 20

/** @throws StartError when the server can't be reached. The message names host and database, never the password. */
export async function createPostgres(databaseUrl: string): Promise<Dialect> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser },
    onConnect: (client) => client.query(SETTINGS),
  })
  // A connection that dies while idle is replaced by the pool; the error only has to be heard.
  pool.on('error', () => {})
  try {
    ;(await pool.connect()).release()
  } catch (error) {
    await pool.end()
    const { host, pathname } = new URL(databaseUrl)
    throw new StartError(
      'database-unreachable',
      `PostgreSQL at ${host}${pathname} can't be reached: check DATABASE_URL and that the server runs`,
      { cause: error },
    )
  }
  return {
    name: 'postgresql',
    kysely: new PostgresDialect({ pool }),
    source: { kind: 'postgresql', url: databaseUrl },
    backUp: null,
    isUniqueViolation: (error) => errorCodeOf(error) === '23505',
    isStorageFull: (error) => errorCodeOf(error) === '53100',
    openWriter: async () => createPostgresWriter(pool),
    release() {},
  }
}

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (id: number, format?: string) =>
  // The two overloads of the driver differ in what a parser takes; ours takes the text of a number.
  id === BIGINT_TYPE_ID ? (value: string) => Number(value) : pg.types.getTypeParser(id, format as 'text')
