import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { loadConfig } from '../../apps/server/src/config/load-config.ts'
import { migrate } from '../../apps/server/src/db/migrate.ts'
import { openDatabase } from '../../apps/server/src/db/open-database.ts'

/** In the order in which rows refer to each other. */
const tables = ['users', 'api_keys', 'conversations', 'messages', 'turns', 'usage', 'leads', 'faq_entries']
const ROWS_A_WRITE = 2_000

/** The rows of a SQLite folder in an empty PostgreSQL database, by COPY. */
export async function fillPostgres(
  folder: string,
  { url, binaries, dataDir }: { url: string; binaries: string; dataDir: string },
): Promise<void> {
  const database = await openDatabase(loadConfig({ DATA_DIR: dataDir, DATABASE_URL: url }))
  await migrate(database)
  await database.close()
  const source = new BetterSqlite(join(folder, 'secretary.db'), { readonly: true })
  const psql = async (command: string, write: (input: NodeJS.WritableStream) => Promise<void>) => {
    const child = spawn(join(binaries, 'psql'), [url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', command], {
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    const ended = once(child, 'exit')
    await write(child.stdin)
    child.stdin.end()
    const [code] = await ended
    if (code !== 0) throw new Error(`psql ended with ${code}`)
  }
  for (const table of tables)
    await psql(`\\copy ${table} (${columnsOf(source, table)}) from stdin csv`, (input) => copy(source, table, input))
  await psql('vacuum analyze', async () => {})
  source.close()
}

const columnsOf = (source: BetterSqlite.Database, table: string) =>
  source
    .prepare(`select * from ${table} limit 1`)
    .columns()
    .map(({ name }) => name)
    .join(', ')

async function copy(source: BetterSqlite.Database, table: string, input: NodeJS.WritableStream): Promise<void> {
  let lines: string[] = []
  const flush = async () => {
    if (!input.write(lines.join(''))) await once(input, 'drain')
    lines = []
  }
  for (const row of source.prepare(`select * from ${table}`).raw().iterate() as Iterable<unknown[]>) {
    lines.push(`${row.map(cell).join(',')}\n`)
    if (lines.length >= ROWS_A_WRITE) await flush()
  }
  await flush()
}

/** An empty cell without quotes is null. */
const cell = (value: unknown) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)
