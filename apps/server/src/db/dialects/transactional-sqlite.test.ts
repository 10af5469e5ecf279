import BetterSqlite from 'better-sqlite3'
import { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import { createTransactionalSqlite } from './transactional-sqlite.ts'

it('tells what went wrong where SQLite has rolled back by itself, as it does on a full disk', async () => {
  const database = new BetterSqlite(':memory:')
  database.exec('create table notes (text text)')
  const db = new Kysely<{ notes: { text: string } }>({ dialect: createTransactionalSqlite(database) })
  const writing = db.transaction().execute(async (executor) => {
    await executor.insertInto('notes').values({ text: 'lost' }).execute()
    database.exec('rollback')
    throw new Error('The disk is full')
  })
  await expect(writing).rejects.toThrow('The disk is full')
  expect(await db.selectFrom('notes').selectAll().execute()).toEqual([])
  await db.destroy()
})
