import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionGrant } from '@secretary/contracts/auth.contract'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { testDatabases } from '#server-test/support/databases.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'

describe.each(testDatabases())('backups on $name', ({ name, isMissing }) => {
  const clock = createTestClock('2026-03-02T09:00:00.000Z')
  let app: TestApp
  let admin: SessionGrant
  const folder = () => join(app.config.dataDir, 'backups')
  const files = () => readdir(folder()).catch(() => [])
  const json = async (response: Response | Promise<Response>) => JSON.parse(await (await response).text())
  const list = () => json(app.call('GET', '/admin/backup', { as: admin }))

  beforeEach(async (context) => {
    if (isMissing) return context.skip('PostgreSQL is not installed')
    clock.set('2026-03-02T09:00:00.000Z')
    app = await startTestApp({ database: name, clock })
    admin = await app.logIn('admin')
  })
  afterEach(async () => {
    if (!isMissing) await app.close()
  })

  it('are begun by the owner, told as they go, and are whole', async () => {
    const told: unknown[] = []
    app.container.liveEvents.listen(({ message }) => told.push(message))
    const begun = await app.call('POST', '/admin/backup', { as: admin, body: {} })
    expect(begun.status).toBe(202)
    const { id } = await json(begun)
    await expect.poll(async () => (await list()).running, { timeout: 20_000 }).toBeNull()
    const { items, status, freeBytes } = await list()
    expect(items).toEqual([
      expect.objectContaining({
        id,
        kind: 'manual',
        database: name,
        verifiedAt: '2026-03-02T09:00:00.000Z',
        hasKey: false,
      }),
    ])
    expect(status).toEqual({
      state: 'ok',
      lastSuccessAt: '2026-03-02T09:00:00.000Z',
      nextAt: '2026-03-03T00:30:00.000Z',
      failure: null,
    })
    expect(freeBytes).toBeGreaterThan(0)
    expect(told).toContainEqual({ type: 'backup-changed' })
    expect((await files()).filter((file) => file.endsWith('.unfinished'))).toEqual([])
    for (const file of await files()) expect((await stat(join(folder(), file))).mode & 0o077).toBe(0)
    // Neither the key nor anything made from it is in the copy.
    const key = JSON.parse(readFileSync(join(app.config.dataDir, 'master.key'), 'utf8'))
    const bytes = readFileSync(join(folder(), (await files()).find((file) => !file.endsWith('.json')) ?? ''))
    expect(bytes.includes(key.keys[key.current])).toBe(false)
    const check = await app.call('POST', `/admin/backup/${id}/verify`, { as: admin, body: {} })
    expect(await json(check)).toEqual({ isOk: true, problem: null, detail: null })
  })

  it('are downloaded with a ticket of an admin, and by nobody else', async () => {
    const { id, path } = await app.container.backups.begin('manual').done
    const address = `/admin/backup/${id}/file`
    const ticketOf = async (as: SessionGrant) =>
      (await json(app.call('POST', '/admin/auth/tickets', { as, body: { path: address } }))).ticket
    const response = await app.call('GET', `${address}?ticket=${await ticketOf(admin)}`)
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="secretary-2026-03-02-\w{6}\.(db|dump)"$/,
    )
    expect(Buffer.from(await response.arrayBuffer()).equals(readFileSync(path))).toBe(true)
    for (const role of ['user', 'guest'] as const)
      expect((await app.call('GET', `${address}?ticket=${await ticketOf(await app.logIn(role))}`)).status).toBe(403)
    expect((await app.call('GET', address, { as: admin })).status).toBe(403)
  })

  it('are named by ids: no path leads to another file', async () => {
    const { id } = await app.container.backups.begin('manual').done
    writeFileSync(join(app.config.dataDir, 'other.db'), 'secret')
    const fresh = '01a20d4e-02ae-704e-ba20-edcc47ba3966'
    symlinkSync(join(app.config.dataDir, 'master.key'), join(folder(), `${fresh}.db`))
    const names = [
      fresh,
      '..%2fother',
      '%2e%2e%2fother',
      '..%252fother',
      `${id}.db`,
      `${id}%00`,
      'before-..%2f..%2fother',
      `.%2f${id}`,
    ]
    for (const name of names) {
      expect((await app.call('DELETE', `/admin/backup/${name}`, { as: admin })).status, name).toBe(404)
      expect((await app.call('POST', `/admin/backup/${name}/verify`, { as: admin, body: {} })).status, name).toBe(404)
      const path = `/admin/backup/${name}/file`
      const { ticket } = await json(app.call('POST', '/admin/auth/tickets', { as: admin, body: { path } }))
      expect((await app.call('GET', `${path}?ticket=${ticket}`)).status, name).not.toBe(200)
    }
    expect((await list()).items).toHaveLength(1)
    expect(readFileSync(join(app.config.dataDir, 'other.db'), 'utf8')).toBe('secret')
  })

  it('tell one that was damaged since, and are deleted with all that belongs to them', async () => {
    const { id, path } = await app.container.backups.begin('manual').done
    const bytes = readFileSync(path)
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 0xff
    await writeFile(path, bytes)
    expect(await json(app.call('POST', `/admin/backup/${id}/verify`, { as: admin, body: {} }))).toMatchObject({
      isOk: false,
      problem: 'damaged',
    })
    expect((await app.call('DELETE', `/admin/backup/${id}`, { as: admin })).status).toBe(200)
    expect(await files()).toEqual([])
    expect((await app.call('DELETE', `/admin/backup/${id}`, { as: admin })).status).toBe(404)
  })

  it('that fail leave nothing behind and say so until one succeeds', async () => {
    await writeFile(folder(), 'a file where the folder should be')
    await expect(app.container.backups.begin('manual').done).rejects.toThrow()
    expect(await app.container.backups.status()).toMatchObject({
      state: 'failed',
      failure: { at: '2026-03-02T09:00:00.000Z' },
    })
    await rm(folder())
    await app.container.backups.begin('manual').done
    expect(await app.container.backups.status()).toMatchObject({ state: 'ok', failure: null })
  })

  it('are stopped by deleting the one that is being made', async () => {
    const { running, done } = app.container.backups.begin('manual')
    expect((await app.call('POST', '/admin/backup', { as: admin, body: {} })).status).toBe(409)
    await app.container.backups.remove(running.id)
    await expect(done).rejects.toMatchObject({ reason: 'cancelled' })
    expect(await files()).toEqual([])
    expect(await app.container.backups.status()).toMatchObject({ state: 'none', failure: null })
  })

  it('come once a night in the quiet hour; seven stay, those made by hand beside them', async () => {
    const { nightlyBackup, backups } = app.container
    await backups.begin('manual').done
    expect(await nightlyBackup.check()).toBe(true)
    expect(await nightlyBackup.check()).toBe(false)
    for (let day = 3; day <= 10; day++) {
      clock.set(`2026-03-${String(day).padStart(2, '0')}T00:29:00.000Z`)
      expect(await nightlyBackup.check()).toBe(false)
      clock.set(`2026-03-${String(day).padStart(2, '0')}T00:31:00.000Z`)
      expect(await nightlyBackup.check()).toBe(true)
    }
    // Nights that were slept through are made up for by one.
    clock.set('2026-03-20T12:00:00.000Z')
    expect(await backups.status()).toMatchObject({ state: 'overdue' })
    expect(await nightlyBackup.check()).toBe(true)
    const items = await backups.list()
    expect(items.map(({ kind }) => kind)).toEqual([...Array(7).fill('nightly'), 'manual'])
    expect(items[0]?.createdAt).toBe('2026-03-20T12:00:00.000Z')
  }, 120_000)

  it('of the night are tried again after a failure, not at once', async () => {
    await writeFile(folder(), 'a file where the folder should be')
    const { nightlyBackup, backups } = app.container
    expect(await nightlyBackup.check()).toBe(false)
    expect(await backups.status()).toMatchObject({ state: 'failed' })
    await rm(folder())
    clock.set('2026-03-02T09:20:00.000Z')
    expect(await nightlyBackup.check()).toBe(false)
    clock.set('2026-03-02T09:31:00.000Z')
    expect(await nightlyBackup.check()).toBe(true)
  })

  if (name === 'sqlite')
    it('on SQLite open in any program, with every row', async () => {
      await app.call('POST', '/admin/faq/entries', { as: admin, body: { question: 'Где вы?', answer: 'Здесь.' } })
      const { path } = await app.container.backups.begin('manual').done
      const copy = new BetterSqlite(path, { readonly: true })
      expect(copy.prepare('select question from faq_entries').pluck().all()).toEqual(['Где вы?'])
      copy.close()
    })
})

it('without an account nothing is kept yet, and the first night is the next one', async () => {
  const app = await startTestApp()
  expect(await app.container.nightlyBackup.check()).toBe(false)
  expect(await app.container.backups.list()).toEqual([])
  await app.logIn('admin')
  expect(await app.container.nightlyBackup.check()).toBe(false)
  await app.close()
})
