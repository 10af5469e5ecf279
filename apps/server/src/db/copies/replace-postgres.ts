import { appendFileSync, closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import pg from 'pg'
import { type PostgresPrograms, runPostgresProgram } from './postgres-programs.ts'

interface Replacement {
  readonly from: string
  readonly databaseUrl: string
  /** A file for the SQL text meanwhile. */
  readonly scratch: string
  /** SQL that is run at the end, in the same transaction. */
  readonly prepare: string
}

/** Puts an archive in the place of everything in the database, in one transaction: all of it, or nothing changes. */
export async function replacePostgres(programs: PostgresPrograms, replacement: Replacement): Promise<void> {
  const { from, databaseUrl, scratch, prepare } = replacement
  const descriptor = openSync(scratch, 'w', 0o600)
  try {
    const schema = pg.escapeIdentifier(await currentSchema(databaseUrl))
    writeSync(descriptor, await dropTables(databaseUrl))
    // Whole on the disk before the first statement runs: an archive that breaks off must not be half a restore.
    await runPostgresProgram(programs, 'pg_restore', {
      arguments: ['--no-owner', '--no-privileges', '--file=-', from],
      onOutput: (bytes) => void writeSync(descriptor, bytes),
    })
    fsyncSync(descriptor)
    appendFileSync(scratch, `\nset search_path to ${schema};\n${prepare}\n`)
    await runPostgresProgram(programs, 'psql', {
      databaseUrl,
      arguments: ['--no-psqlrc', '--quiet', '--single-transaction', '--set=ON_ERROR_STOP=1', `--file=${scratch}`],
    })
  } finally {
    closeSync(descriptor)
    rmSync(scratch, { force: true })
  }
}

/** How many others are connected to the database: a running server always is. */
export function countConnections(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const found = await client.query<{ others: string }>(
      "select count(*) as others from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
    )
    return Number(found.rows[0]?.others)
  })
}

function currentSchema(databaseUrl: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const found = await client.query<{ name: string }>('select current_schema() as name')
    return found.rows[0]?.name ?? 'public'
  })
}

/** Also those of a newer version that the archive knows nothing of: its migrations make them again. */
function dropTables(databaseUrl: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const found = await client.query<{ schema: string; name: string }>(
      'select schemaname as schema, tablename as name from pg_tables where schemaname = current_schema()',
    )
    const names = found.rows.map(({ schema, name }) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`)
    return names.length > 0 ? `drop table ${names.join(', ')} cascade;\n` : ''
  })
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
