import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { checkSqliteFile } from './check-sqlite-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'secretary-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

function createFile(name: string): string {
  const file = join(folder, name)
  const database = new BetterSqlite(file)
  database.exec('create table words (id integer primary key, word text); create index by_word on words (word)')
  const insert = database.prepare('insert into words (word) values (?)')
  database.transaction(() => {
    for (let count = 0; count < 5_000; count++) insert.run(`word ${count}`)
  })()
  database.close()
  return file
}

it('says ok of a whole file, also while somebody writes into it', async () => {
  const file = createFile('whole.db')
  const database = new BetterSqlite(file)
  database.pragma('journal_mode = WAL')
  database.exec("begin immediate; insert into words (word) values ('unfinished')")
  expect(await checkSqliteFile(file)).toBe('ok')
  database.exec('rollback')
  database.close()
})

it('says what is wrong with a damaged one', async () => {
  const file = createFile('damaged.db')
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 3 * 4096, 6 * 4096)
  writeFileSync(file, bytes)
  expect(await checkSqliteFile(file)).not.toBe('ok')
})

it('says so of a file that is no database, and fails where there is none', async () => {
  const file = join(folder, 'text.db')
  writeFileSync(file, 'not a database '.repeat(500))
  expect(await checkSqliteFile(file)).toBe('SQLITE_NOTADB')
  await expect(checkSqliteFile(join(folder, 'missing.db'))).rejects.toThrow('unable to open')
})
