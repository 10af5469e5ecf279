import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import BetterSqlite from 'better-sqlite3'
import type { Migration } from 'kysely/migration'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmptyDatabase, testDatabases } from '#server-test/support/databases.ts'
import { migrate, ownMigrations } from './migrate.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

const run = promisify(execFile)

const addColumn: Migration = {
  up: (db) => db.schema.alterTable('users').addColumn('nickname', 'text').execute(),
}
const addColumnThenFail: Migration = {
  async up(db) {
    await db.schema.alterTable('users').addColumn('nickname', 'text').execute()
    await db.deleteFrom('users').execute()
    throw new Error('half way')
  },
}

it('have names that sort as they are listed: an older stamp behind a newer one would stop databases that have the newer', () => {
  const names = Object.keys(ownMigrations)
  expect(names).toEqual(names.toSorted())
})

describe.each(testDatabases())('migrations on $name', ({ name, isMissing }) => {
  let empty: Awaited<ReturnType<typeof createEmptyDatabase>>
  let database: OpenDatabase

  beforeEach(async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    empty = await createEmptyDatabase(name)
    database = await openDatabase(empty)
  })
  afterEach(async () => {
    if (isMissing) return
    await database.close()
    await empty.drop()
  })

  const addUser = (userName: string) =>
    database.db
      .insertInto('users')
      .values({
        id: userName,
        name: userName,
        name_folded: userName,
        display_name: userName,
        password_hash: '',
        role: 'admin',
        language: 'ru',
        is_enabled: 1,
        created_at: '',
        updated_at: '',
        last_login_at: null,
      })
      .execute()
  const names = async () => (await database.db.selectFrom('users').select('name').execute()).map((row) => row.name)
  const columns = async () =>
    (await database.db.introspection.getTables()).find((table) => table.name === 'users')?.columns.map((c) => c.name)

  it('bring a new database to this version without a copy, and change nothing the second time', async () => {
    expect(await migrate(database)).toEqual({ applied: Object.keys(ownMigrations), backupFile: null })
    await addUser('Анна')
    expect(await migrate(database)).toEqual({ applied: [], backupFile: null })
    expect(await names()).toEqual(['Анна'])
    expect(existsSync(join(empty.dataDir, 'backups'))).toBe(false)
  })

  it('are run once by two processes that start at the same moment', async () => {
    const entry = fileURLToPath(new URL('./migrate-process.fixture.ts', import.meta.url))
    const runs = [1, 2, 3].map(() => run('node', [entry, empty.dataDir, empty.databaseUrl ?? '']))
    const applied = (await Promise.all(runs)).flatMap(({ stdout }) => JSON.parse(stdout))
    expect(applied).toEqual(Object.keys(ownMigrations))
  })

  it('are refused by a database of a newer version, which stays as it is', async () => {
    await migrate(database)
    await addUser('Анна')
    await migrate(database, { ...ownMigrations, '29990101T0000_add_nickname': addColumn })
    await expect(migrate(database)).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringContaining('29990101T0000_add_nickname'),
    })
    expect(await names()).toEqual(['Анна'])
    expect(await columns()).toContain('nickname')
  })

  it('copy the file first where there is one, and the copy holds what was there before', async () => {
    await migrate(database)
    await addUser('Анна')
    const { applied, backupFile } = await migrate(database, {
      ...ownMigrations,
      '29990101T0000_add_nickname': addColumn,
    })
    expect(applied).toEqual(['29990101T0000_add_nickname'])
    if (name === 'postgresql') return expect(backupFile).toBeNull()
    expect(backupFile).toBe(join(empty.dataDir, 'backups', 'before-29990101T0000_add_nickname.db'))
    expect(readdirSync(join(empty.dataDir, 'backups'))).toHaveLength(1)
    const copy = new BetterSqlite(backupFile ?? '', { readonly: true })
    try {
      expect(copy.prepare('select name from users').pluck().all()).toEqual(['Анна'])
      expect(
        copy.prepare("select count(*) from pragma_table_info('users') where name = 'nickname'").pluck().get(),
      ).toBe(0)
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    } finally {
      copy.close()
    }
  })

  it('that fail half way leave the database as it was, ready for the old version and for another try', async () => {
    await migrate(database)
    await addUser('Анна')
    const failing = { ...ownMigrations, '29990101T0000_add_nickname': addColumnThenFail }
    await expect(migrate(database, failing)).rejects.toThrow('half way')
    expect(await names()).toEqual(['Анна'])
    expect(await columns()).not.toContain('nickname')
    expect(await migrate(database)).toMatchObject({ applied: [] })
    await addUser('Борис')
    const { applied } = await migrate(database, { ...ownMigrations, '29990101T0000_add_nickname': addColumn })
    expect(applied).toEqual(['29990101T0000_add_nickname'])
    expect(await names()).toEqual(['Анна', 'Борис'])
  })
})
