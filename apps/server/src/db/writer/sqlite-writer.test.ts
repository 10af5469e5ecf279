import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { CompiledQuery } from 'kysely'
import { afterEach, expect, it, vi } from 'vitest'
import { openSqliteFile } from '#server/db/dialects/open-sqlite-file.ts'
import { createSqliteWriter } from './sqlite-writer.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const statement = (sql: string, ...parameters: unknown[]) => ({ sql, parameters }) as unknown as CompiledQuery
const insert = (id: number) => statement('insert into rows (id) values (?)', id)

/** A writer, the thread behind it, and a second connection to look at what it stored. */
async function openWriter() {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-writer-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'test.db')
  const reader = openSqliteFile(file)
  reader.exec('create table rows (id integer primary key)')
  cleanups.push(() => void reader.close())
  const workers: Worker[] = []
  const note = (worker: Worker) => workers.push(worker)
  process.on('worker', note)
  cleanups.push(() => void process.off('worker', note))
  const writer = await createSqliteWriter(file)
  cleanups.push(() => writer.close())
  return { writer, workers, folder, count: () => reader.prepare('select count(*) as count from rows').pluck().get() }
}

it('shares commits: many units at once cost far fewer of them', async () => {
  const { writer, folder, count } = await openWriter()
  // Every commit moves the counter that SQLite keeps for other connections.
  const watcher = openSqliteFile(join(folder, 'test.db'))
  cleanups.push(() => void watcher.close())
  const seen = new Set<unknown>()
  const units = Array.from({ length: 1_000 }, (_, index) =>
    writer.commit([insert(index)]).then(() => seen.add(watcher.pragma('data_version', { simple: true }))),
  )
  await Promise.all(units)
  expect(count()).toBe(1_000)
  expect(seen.size).toBeLessThanOrEqual(20)
})

it('rejects what was not answered when its thread dies, and goes on with another', async () => {
  const { writer, workers, count } = await openWriter()
  await writer.commit([insert(1)])
  // Nothing that is sent in the same turn as the end of the thread can be answered.
  const ended = workers[0]?.terminate()
  const unanswered = writer.commit([insert(2)])
  await expect(unanswered).rejects.toThrow('stopped before it could confirm')
  await ended
  await writer.commit([insert(3)])
  expect(workers).toHaveLength(2)
  expect(count()).toBe(2)
})

it('tries again with the next write where the new thread could not start either', async () => {
  const { writer, workers, folder } = await openWriter()
  const rejected = vi.fn()
  process.on('unhandledRejection', rejected)
  cleanups.push(() => void process.off('unhandledRejection', rejected))
  const [there, away] = [folder, `${folder}-away`]
  renameSync(there, away)
  await workers[0]?.terminate()
  await expect(writer.commit([insert(1)])).rejects.toThrow()
  renameSync(away, there)
  await expect(writer.commit([insert(2)])).resolves.toBeUndefined()
  expect(rejected).not.toHaveBeenCalled()
})

it('refuses what can not be sent to a thread, and goes on', async () => {
  const { writer, count } = await openWriter()
  await expect(writer.commit([statement('select ?', () => 1)])).rejects.toThrow()
  await expect(writer.commit([statement('insert into rows (id) values (?)', true)])).rejects.toThrow()
  await writer.commit([insert(1)])
  expect(count()).toBe(1)
})

it('refuses a write after it was closed', async () => {
  const { writer } = await openWriter()
  await writer.close()
  await expect(writer.commit([insert(1)])).rejects.toThrow('closed')
})
