import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp } from '#server-test/support/app.ts'
import { runServer, startServerProcess } from '#server-test/support/server-process.ts'

describe('a demonstration', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secretary-demo-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function read<T>(query: string): T[] {
    const database = new BetterSqlite(join(folder, 'secretary.db'), { readonly: true })
    try {
      return database.prepare<[], T>(query).all()
    } finally {
      database.close()
    }
  }
  const logIn = (url: string, as: string) =>
    fetch(`${url}/admin/demo/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as }),
    })

  it('is a month of a dental office, alike at every start, and forgets what was changed', async () => {
    const first = await startServerProcess({ DATA_DIR: folder }, ['--demo'])
    expect(first.setupUrl).toBeNull()
    const answers = read<{ source: string; count: number }>(
      'select answer_source as source, count(*) as count from turns group by 1',
    )
    expect(new Set(answers.map(({ source }) => source))).toEqual(
      new Set(['faq', 'model', 'fallback', 'message-taking']),
    )
    for (const { source, count } of answers) expect(count, source).toBeGreaterThan(5)
    expect(
      read<{ n: number }>('select count(distinct substr(created_at, 1, 10)) as n from conversations')[0]?.n,
    ).toBeGreaterThan(28)
    expect(read("select id from conversations where source = 'panel' or message_count < 2")).toEqual([])
    // A month that nobody was called back in would be none of an office that works.
    expect(read("select id from leads where status = 'new'")).toHaveLength(3)
    expect(read("select id from leads where status = 'done'").length).toBeGreaterThan(5)
    const questions = read("select content from messages where role = 'user' order by created_at, id limit 40")
    const { accessToken } = (await (await logIn(first.url, 'owner')).json()) as { accessToken: string }
    const created = await fetch(`${first.url}/admin/faq/entries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ question: 'Изменено?', answer: 'Да.' }),
    })
    expect(created.status).toBe(201)
    await first.close()
    const second = await startServerProcess({ DATA_DIR: folder }, ['--demo'])
    expect(read("select id from faq_entries where question = 'Изменено?'")).toEqual([])
    // The window of a month has moved by a moment; what is asked in it has not.
    expect(read("select content from messages where role = 'user' order by created_at, id limit 40")).toEqual(questions)
    await second.close()
  }, 60_000)

  it('never begins where real data is, and real work never where it is', async () => {
    const real = await startServerProcess({ DATA_DIR: folder })
    await real.close()
    const before = readdirSync(folder).sort()
    const refused = await runServer({ DATA_DIR: folder }, ['--demo'])
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringMatching(/holds real data.*\n$/)])
    expect(readdirSync(folder).sort()).toEqual(before)
    const other = join(folder, 'demo')
    const demo = await startServerProcess({ DATA_DIR: other }, ['--demo'])
    expect((await runServer({ DATA_DIR: other, ORCHESTRATOR_PORT: '0' }, ['--demo'])).stderr).toMatch(
      /running on .* already/,
    )
    await demo.close()
    expect((await runServer({ DATA_DIR: other })).stderr).toMatch(/holds the demonstration/)
    expect(
      (await runServer({ DATA_DIR: other, DATABASE_URL: 'postgresql://x@127.0.0.1:1/x' }, ['--demo'])).stderr,
    ).toMatch(/without DATABASE_URL/)
  }, 60_000)

  it('lets a guest in who sees no conversation; from another machine nobody comes in as an admin', async () => {
    const demo = await startServerProcess({ DATA_DIR: folder, HOST: '0.0.0.0' }, ['--demo'])
    const guest = (await (await logIn(demo.url, 'guest')).json()) as { accessToken: string; user: { role: string } }
    expect(guest.user.role).toBe('guest')
    const chats = await fetch(`${demo.url}/admin/chat/sessions`, {
      headers: { authorization: `Bearer ${guest.accessToken}` },
    })
    expect(chats.status).toBe(403)
    expect(((await (await logIn(demo.url, 'owner')).json()) as { user: { role: string } }).user.role).toBe('user')
    await demo.close()
  }, 60_000)

  it('has no way in at a real installation', async () => {
    const app = await startTestApp()
    await app.logIn('admin', 'Демо')
    expect((await logIn(app.url, 'owner')).status).toBe(404)
    expect(await (await app.call('GET', '/admin/setup')).json()).toMatchObject({ isDemo: false })
    await app.close()
  })
})
