import type { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmptyDatabase, testDatabases } from '#server-test/support/databases.ts'
import { migrate, ownMigrations } from './migrate.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

const [first = ''] = Object.keys(ownMigrations)
/** Kysely's own, and what `migrate` writes itself. */
const isOurs = (name: string) => !name.startsWith('kysely_')

describe.each(testDatabases())('an update from the first version on $name', ({ name, isMissing }) => {
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

  it('keeps every row of every table, and every value in it', async () => {
    const foundation = ownMigrations[first]
    if (!foundation) throw new Error('There is no first migration')
    await migrate(database, { [first]: foundation })
    // biome-ignore lint/suspicious/noExplicitAny: the tables of the first version, whatever they are called today
    const db: Kysely<any> = database.db
    const tables = (await db.introspection.getTables()).filter((table) => isOurs(table.name))
    expect(tables.length).toBeGreaterThan(15)
    // Whose rows others point to comes first.
    const order = ['users', 'conversations']
    const sorted = tables.toSorted((left, right) => order.indexOf(right.name) - order.indexOf(left.name))
    const before = new Map<string, Record<string, unknown>>()
    for (const { name: table, columns } of sorted) {
      const row = Object.fromEntries(
        columns.map((column) => [column.name, /text|char/i.test(column.dataType) ? `row of Анна` : 1]),
      )
      await db.insertInto(table).values(row).execute()
      before.set(table, row)
    }

    const { applied, backupFile } = await migrate(database)
    expect(applied).toEqual(Object.keys(ownMigrations).slice(1))
    expect(backupFile === null).toBe(name === 'postgresql')
    // It stands in a table of its own now.
    const { undo, ...run } = before.get('faq_imports') ?? {}
    before.set('faq_imports', run).set('faq_import_undos', { import_id: run.id, undo })
    for (const [table, row] of before)
      expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([expect.objectContaining(row)])
    for (const table of ['turns', 'leads'])
      expect(await db.selectFrom(table).select('owner_id').execute(), table).toEqual([{ owner_id: 'row of Анна' }])
  })
})
