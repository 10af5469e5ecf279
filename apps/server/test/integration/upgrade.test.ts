import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, expect, it } from 'vitest'
import { ownMigrations } from '#server/db/migrate.ts'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'

/** A data folder as the first version left it, after its set-up, one talk and an orderly stop; as SQL, because a file of a database can't be reviewed. */
const firstVersion = (name: string) => new URL(`../fixtures/first-version/${name}`, import.meta.url)
/** What that version had given to the browser of its owner. */
const cookie = 'secretary_refresh=01a21618-72f8-70b8-ad75-40d65c557c93.0.BJKDRZmaQ7WVLjL94T-QWN_kCujrvDldYItimUuKHuk'
const conversationId = '01a21618-739d-706a-966a-b66523f6fde7'
const entryId = '01a21618-7311-708e-ab96-a24d99935b0f'
const providerId = '01a21618-7416-700a-8fd8-cdadbc0dfa66'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function folderOfFirstVersion(): string {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-upgrade-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  const database = new BetterSqlite(join(folder, 'secretary.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = OFF') // The dump has its tables by name.
  database.exec(readFileSync(firstVersion('secretary.sql'), 'utf8'))
  database.close()
  writeFileSync(join(folder, 'master.key'), readFileSync(firstVersion('master-key.json')), { mode: 0o600 })
  return folder
}

async function start(dataDir: string): Promise<TestApp> {
  const clock = createTestClock('2026-11-27T09:00:00.000Z')
  const app = await startTestApp({ env: { DATA_DIR: dataDir }, clock })
  await app.container.faqIndex.load({ signal: new AbortController().signal })
  return app
}

it('a folder of the first version is taken over whole: its log-in, its texts, its secret, and a verified copy beside it', async () => {
  const dataDir = folderOfFirstVersion()
  let app = await start(dataDir)
  const { applied, backupFile } = app.container.migration
  expect(applied).toEqual(Object.keys(ownMigrations).slice(1))
  const copy = new BetterSqlite(backupFile ?? '', { readonly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(copy.prepare('select name from kysely_migration').pluck().all()).toEqual([Object.keys(ownMigrations)[0]])
  expect(copy.prepare('select count(*) from messages').pluck().get()).toBe(6)
  copy.close()

  const refreshed = await app.call('POST', '/admin/auth/refresh', { headers: { cookie } })
  expect(refreshed.status).toBe(200)
  const { accessToken } = (await refreshed.json()) as { accessToken: string }
  const read = async (path: string) => {
    const response = await app.call('GET', path, { headers: { authorization: `Bearer ${accessToken}` } })
    expect([path, response.status]).toEqual([path, 200])
    return response.json()
  }
  const talk = (await read(`/admin/chat/sessions/${conversationId}`)) as { messages: { content: string }[] }
  expect(talk.messages.map(({ content }) => content)).toEqual([
    'Сколько стоит чистка зубов?',
    'Чистка стоит 4 500 рублей.',
    'Продаёте ли вы бегемотов?',
    expect.stringContaining('не хочу ничего выдумывать'),
    'Анна, +7 912 345-67-89',
    expect.stringContaining('Спасибо, Анна!'),
  ])
  expect(await read(`/admin/faq/entries/${entryId}`)).toMatchObject({ phrasings: ['цена чистки'], hitCount: 1 })
  expect(await read('/admin/business/services')).toMatchObject({
    items: [{ name: 'Чистка зубов', priceMinor: 450_000, currency: 'RUB', durationMinutes: 60 }],
  })
  expect(await read('/admin/business/profile')).toMatchObject({ name: 'Клиника Улыбка', timeZone: 'Europe/Moscow' })
  expect(await read('/admin/leads?search=912')).toMatchObject({ items: [{ name: 'Анна', conversationId }] })
  expect(await read('/admin/llm/providers')).toMatchObject({ items: [{ id: providerId, apiKeyHint: '••••1234' }] })
  expect(await app.container.secrets.read(`provider:${providerId}`)).toBe('sk-first-1234')
  expect(await read('/admin/faq/unanswered?days=365')).toMatchObject({
    items: [{ question: 'Продаёте ли вы бегемотов?', count: 1 }],
  })

  const body = { name: 'anna', password: 'correct horse battery' }
  expect((await app.call('POST', '/admin/auth/login', { body })).status).toBe(200)
  const asked = await app.call('POST', `/admin/chat/sessions/${conversationId}/stream`, {
    headers: { authorization: `Bearer ${accessToken}` },
    body: { content: 'цена чистки' },
  })
  expect(await asked.text()).toContain('4 500 рублей')
  await app.close()

  app = await start(dataDir)
  expect(app.container.migration).toEqual({ applied: [], backupFile: null })
  await app.close()
})
