import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from '#server/db/migrate.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open-database.ts'

export type DatabaseName = 'sqlite' | 'postgresql'

/** Both, or SQLite alone where PostgreSQL is not installed. */
export function testDatabases(): { name: DatabaseName; isMissing: boolean }[] {
  return [
    { name: 'sqlite', isMissing: false },
    { name: 'postgresql', isMissing: inject('postgresUrl') === null },
  ]
}

export interface TestDatabase extends OpenDatabase {
  readonly dataDir: string
  readonly databaseUrl: string | null
}

/** A database of one's own, empty and not migrated yet, and a data folder beside it. */
export async function createEmptyDatabase(
  name: DatabaseName,
): Promise<{ dataDir: string; databaseUrl: string | null; drop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary тест '))
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true })
  if (name === 'sqlite') return { dataDir, databaseUrl: null, drop: async () => removeFolder() }
  const serverUrl = inject('postgresUrl')
  if (serverUrl === null) throw new Error('PostgreSQL is not installed')
  const databaseName = `test_${randomUUID().replaceAll('-', '')}`
  await runOn(serverUrl, `create database ${databaseName}`)
  const url = new URL(serverUrl)
  url.pathname = `/${databaseName}`
  return {
    dataDir,
    databaseUrl: url.href,
    async drop() {
      await runOn(serverUrl, `drop database ${databaseName} with (force)`)
      removeFolder()
    },
  }
}

/** A migrated database of one's own; `close` also drops it. */
export async function createTestDatabase(name: DatabaseName): Promise<TestDatabase> {
  const { dataDir, databaseUrl, drop } = await createEmptyDatabase(name)
  const database = await openDatabase({ dataDir, databaseUrl })
  await migrate(database)
  return {
    ...database,
    dataDir,
    databaseUrl,
    async close() {
      await database.close()
      await drop()
    },
  }
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
