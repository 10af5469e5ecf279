import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { openSqliteFile } from '#server/db/dialects/open-sqlite-file.ts'
import { createReadDatabase } from './create-read-database.ts'
import { createSqliteReader } from './sqlite-reader.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function openReader() {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-reader-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'test.db')
  const writer = openSqliteFile(file)
  writer.exec('create table rows (id integer primary key)')
  cleanups.push(() => void writer.close())
  const workers: Worker[] = []
  const note = (worker: Worker) => workers.push(worker)
  process.on('worker', note)
  cleanups.push(() => void process.off('worker', note))
  const db = createReadDatabase(createSqliteReader(file))
  cleanups.push(() => db.destroy())
  const ids = async () => (await sql<{ id: number }>`select id from rows order by id`.execute(db)).rows
  return { writer, workers, db, ids }
}

it('starts with its first query, and sees what was committed a moment before each', async () => {
  const { writer, workers, ids } = openReader()
  expect(workers).toHaveLength(0)
  for (let id = 1; id <= 5; id++) {
    writer.prepare('insert into rows values (?)').run(id)
    expect(await ids()).toHaveLength(id)
  }
  expect(workers).toHaveLength(1)
})

it('lets others have their turn while a query runs', async () => {
  const { db } = openReader()
  let turns = 0
  const query =
    sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 300000) select count(*) from n`
      .execute(db)
      .finally(() => {
        turns = -turns
      })
  while (turns >= 0 && turns < 1_000_000) {
    turns++
    await new Promise((resolve) => setImmediate(resolve))
  }
  await query
  expect(turns).toBeLessThan(-1)
})

it('writes nothing, tells what is wrong, and goes on', async () => {
  const { db, ids } = openReader()
  await expect(sql`insert into rows values (1) returning id`.execute(db)).rejects.toMatchObject({
    code: 'SQLITE_READONLY',
  })
  await expect(sql`select * from nowhere`.execute(db)).rejects.toThrow('no such table')
  await expect(db.transaction().execute(async () => {})).rejects.toThrow('does not write')
  expect(await ids()).toEqual([])
})

it('fails what was not answered when its thread dies, and goes on with another', async () => {
  const { workers, ids } = openReader()
  await ids()
  const ended = workers[0]?.terminate()
  await expect(ids()).rejects.toThrow('stopped before it could answer')
  await ended
  expect(await ids()).toEqual([])
  expect(workers).toHaveLength(2)
})
