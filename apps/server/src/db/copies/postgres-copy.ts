import { closeSync, fsyncSync, openSync } from 'node:fs'
import pg from 'pg'
import { type CopyContents, describeDifference } from './copy-contents.ts'
import { CopyError } from './copy-error.ts'
import { createDumpCounter } from './count-dumped-rows.ts'
import { type PostgresPrograms, runPostgresProgram } from './postgres-programs.ts'

/** `pg_dump` of one moment, compared row by row with what was counted at that very moment. */
export async function writePostgresCopy(
  databaseUrl: string,
  target: string,
  programs: PostgresPrograms,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const snapshot = await client.query<{ id: string }>('select pg_export_snapshot() as id')
    const tables = await countRows(client)
    closeSync(openSync(target, 'w', 0o600))
    await runPostgresProgram(programs, 'pg_dump', {
      databaseUrl,
      arguments: [
        '--format=custom',
        '--no-owner',
        '--no-privileges',
        `--snapshot=${snapshot.rows[0]?.id}`,
        `--file=${target}`,
      ],
    })
    const descriptor = openSync(target, 'r+')
    fsyncSync(descriptor)
    closeSync(descriptor)
    const difference = describeDifference(tables, (await readPostgresCopy(target, programs)).tables)
    if (difference) throw new CopyError('damaged', `The copy is not what was copied: ${difference}`)
  } finally {
    await client.end()
  }
}

/** Reads an archive from beginning to end and counts its rows. @throws CopyError `damaged` */
export async function readPostgresCopy(file: string, programs: PostgresPrograms): Promise<CopyContents> {
  const counter = createDumpCounter()
  await runPostgresProgram(programs, 'pg_restore', {
    arguments: ['--data-only', '--file=-', file],
    onOutput: counter.add,
  }).catch((error: unknown) => {
    if (error instanceof CopyError) throw error
    throw new CopyError(
      'damaged',
      `The copy can't be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  })
  return counter.contents()
}

async function countRows(client: pg.Client): Promise<Record<string, number>> {
  const found = await client.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = current_schema() order by 1',
  )
  const tables: Record<string, number> = {}
  for (const { name } of found.rows) {
    const counted = await client.query<{ rows: string }>(`select count(*) as rows from ${pg.escapeIdentifier(name)}`)
    tables[name] = Number(counted.rows[0]?.rows)
  }
  return tables
}
