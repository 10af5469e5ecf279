import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { startServerProcess } from '#server-test/support/server-process.ts'

const SIZE_MB = 24
const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A file system of its own that can really be full, or null where nobody may mount one. */
function smallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-disk-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=700`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  cleanups.push(() => void execFileSync('umount', ['-l', folder]))
  return folder
}

/** Takes everything that is left, to the last block. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'ballast'), 'a')
  const block = Buffer.alloc(statfsSync(folder).bsize)
  try {
    for (;;) writeSync(file, block)
  } catch {
    // Full: that is what was wanted.
  } finally {
    closeSync(file)
  }
}

it('a disk that is full: said clearly, reads go on, nothing is torn, and writing goes on when there is room again', async (context) => {
  const dataDir = smallDisk()
  if (dataDir === null) return context.skip('no right to mount a small file system here')
  const server = await startServerProcess({ DATA_DIR: dataDir, RATE_LIMIT_ENABLED: 'false' })
  cleanups.push(() => server.close())
  const token = await server.setUp()
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }
  const conversation = (await call('POST', '/admin/chat/sessions', {})).body.id
  const acknowledged: string[] = []
  const say = async (content: string) => {
    const answer = await call('POST', `/admin/chat/sessions/${conversation}/messages`, { content })
    if (answer.status === 202) acknowledged.push(answer.body.messageId)
    return answer
  }
  const status = async () => (await call('GET', '/admin/dashboard?days=1')).body.status

  expect((await say('Сколько стоит?')).status).toBe(202)
  expect(await status()).toBe('working')
  fill(dataDir)
  // The journal has room of its own for a while.
  let refused = await say('x'.repeat(8_000))
  for (let attempt = 0; attempt < 400 && refused.status === 202; attempt++) refused = await say('x'.repeat(8_000))
  expect(refused).toMatchObject({ status: 507, body: { code: 'storage_full' } })
  expect(await status()).toBe('stopped')

  const stored = await call('GET', `/admin/chat/sessions/${conversation}`)
  expect(stored.status).toBe(200)
  expect((await call('GET', '/admin/chat/sessions?search=стоит')).body.items).toHaveLength(1)
  expect((await call('GET', '/admin/faq/entries')).status).toBe(200)

  rmSync(join(dataDir, 'ballast'))
  expect((await say('И снова?')).status).toBe(202)
  await expect.poll(status).toBe('working')
  await server.close()

  const database = new BetterSqlite(join(dataDir, 'secretary.db'), { readonly: true })
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  const find = database.prepare('select 1 from messages where id = ?').pluck()
  expect(acknowledged.filter((id) => find.get(id) === undefined)).toEqual([])
  // A turn without its question would be half of a unit.
  const torn = database
    .prepare('select count(*) from turns where user_message_id not in (select id from messages)')
    .pluck()
  expect(torn.get()).toBe(0)
  database.close()
})
