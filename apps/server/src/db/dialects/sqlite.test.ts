import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { openDatabase } from '#server/db/open-database.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

it('leaves it to the thread of the writer to write back what has been committed', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-sqlite-'))
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }))
  const { db, dialect, close } = await openDatabase({ databaseUrl: null, dataDir })
  cleanups.push(close)
  const writer = await dialect.openWriter()
  cleanups.push(() => writer.close())
  const sizeBytes = () => statSync(join(dataDir, 'secretary.db')).size
  await sql`create table texts (text text)`.execute(db)
  const many = 8_000_000
  await sql`insert into texts values (${'a'.repeat(many)})`.execute(db)
  expect(sizeBytes()).toBeLessThan(many)
  await writer.commit([sql`insert into texts values ('b')`.compile(db)])
  expect(sizeBytes()).toBeGreaterThan(many)
})
