import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fakeOpenAiKey, startFakeOpenAiServer } from '@secretary/models/testing/fake-openai-server'
import BetterSqlite from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { holdDataFolder } from '#server/db/copies/use-lock.ts'
import { newId } from '#server/platform/ids.ts'
import { runCliProcess } from '#server-test/support/cli-process.ts'
import { readEvents } from '#server-test/support/read-events.ts'
import { runServer, startServerProcess } from '#server-test/support/server-process.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-crash-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

describe('kill -9', () => {
  it('loses no message that was acknowledged: what was not answered is answered by the next start, what was said in part is kept', async () => {
    const vendor = await startFakeOpenAiServer()
    cleanups.push(() => vendor.close())
    const dataDir = temporaryFolder()
    let server = await startServerProcess({ DATA_DIR: dataDir })
    const token = await server.setUp()
    const call = (method: string, path: string, body?: unknown) =>
      fetch(server.url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    await call('POST', '/admin/llm/providers', {
      name: 'Fake',
      baseUrl: vendor.baseUrl,
      model: 'small',
      apiKey: fakeOpenAiKey,
    })
    const begin = async () => ((await (await call('POST', '/admin/chat/sessions', {})).json()) as { id: string }).id
    const detail = async (id: string) =>
      (
        (await (await call('GET', `/admin/chat/sessions/${id}`)).json()) as {
          messages: { role: string; content: string; state: string }[]
        }
      ).messages

    // One that has begun to speak for longer than a checkpoint and would never end, and one that waits behind it.
    vendor.answerWith({ deltas: Array<string>(100_000).fill('слово '), delayMs: 20 })
    const id = await begin()
    const events = readEvents(await call('GET', `/admin/chat/sessions/${id}/events`))
    await call('POST', `/admin/chat/sessions/${id}/messages`, { content: 'Расскажи' })
    expect((await call('POST', `/admin/chat/sessions/${id}/messages`, { content: 'И ещё' })).status).toBe(202)
    let words = 0
    await events.until((event) => event.data.type === 'text-delta' && ++words > 80)
    await server.kill()

    vendor.answerWith({ deltas: ['Теперь отвечаю.'] })
    server = await startServerProcess({ DATA_DIR: dataDir })
    cleanups.push(() => server.close())
    await expect
      .poll(async () => (await detail(id)).map(({ role, state }) => `${role} ${state}`).join(', '), { timeout: 20_000 })
      .toBe('user complete, assistant interrupted, user complete, assistant complete')
    const messages = await detail(id)
    expect(messages[1]?.content).toMatch(/^(слово ){20,}/)
    expect(messages[3]?.content).toBe('Теперь отвечаю.')

    expect(server.printed).toContain(
      'Repaired  answers that broke off and are marked so: 1, questions that are answered now: 1',
    )
    const { findings } = (await (await call('GET', '/admin/system/doctor')).json()) as { findings: { code: string }[] }
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'repairs-made', values: { interrupted: 1, resumed: 1, imports: 0 } }),
    )
    const repaired = { interrupted: 1, resumed: 1, imports: 0 }
    expect(await (await call('GET', '/health')).json()).toMatchObject({ repaired })
    const port = new URL(server.url).port
    const doctor = await runCliProcess(['doctor', '--json'], { DATA_DIR: dataDir, ORCHESTRATOR_PORT: port })
    const lines = doctor.stdout.trim().split('\n')
    expect(lines.find((line) => line.includes('"repairs"'))).toContain('"code":"repairs-made"')
  })
})

describe('an import that is half done', () => {
  it('is left to the command that makes it, and taken back by a start when nobody does any more', async () => {
    const dataDir = temporaryFolder()
    let server = await startServerProcess({ DATA_DIR: dataDir })
    const token = await server.setUp()
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ question: 'Есть ли парковка?', answer: 'Да.' })
    const created = await fetch(`${server.url}/admin/faq/entries`, { method: 'POST', headers, body })
    const { id } = (await created.json()) as { id: string }
    await server.close()
    const database = new BetterSqlite(join(dataDir, 'secretary.db'))
    const runId = newId()
    database
      .prepare('insert into faq_imports (id, file_name, counts, started_at, lease_until) values (?, ?, ?, ?, ?)')
      .run(
        runId,
        'вопросы.csv',
        JSON.stringify({ new: 1, changed: 0, same: 0, duplicate: 0, faulty: 0 }),
        new Date().toISOString(),
        // Whoever is slow here is no matter of this test.
        new Date(Date.now() + 10 * 60_000).toISOString(),
      )
    database
      .prepare('insert into faq_import_undos (import_id, undo) values (?, ?)')
      .run(runId, JSON.stringify({ added: [id], changed: [] }))
    const command = holdDataFolder(dataDir)
    server = await startServerProcess({ DATA_DIR: dataDir })
    expect((await fetch(`${server.url}/admin/faq/entries/${id}`, { headers })).status).toBe(200)
    expect(server.printed).not.toContain('Repaired')
    await server.close()
    // As a command leaves it that was killed in this moment: held for a while yet, by nobody.
    const held = new Date(Date.now() + 20_000).toISOString()
    database.prepare('update faq_imports set lease_until = ?').run(held)
    database.close()
    command.release()

    server = await startServerProcess({ DATA_DIR: dataDir })
    cleanups.push(() => server.close())
    expect(server.printed).toContain('Repaired  imports that were taken back: 1')
    const left = await fetch(`${server.url}/admin/faq/entries`, { headers })
    expect(((await left.json()) as { total: number }).total).toBe(0)
  })
})

describe('a start that can not work', () => {
  it.each([
    [
      'a wrong environment',
      { ORCHESTRATOR_PORT: 'eighty', LOG_LEVEL: 'noisy', DATABASE_URL: 'mysql://user:hunter2@host' },
      /ORCHESTRATOR_PORT .*LOG_LEVEL|LOG_LEVEL .*ORCHESTRATOR_PORT/,
    ],
    ['a secret everybody knows', { ADMIN_JWT_SECRET: 'change me change me change me change me' }, /ADMIN_JWT_SECRET/],
    [
      'a PostgreSQL that is not there',
      { DATABASE_URL: 'postgresql://user:hunter2@127.0.0.1:1/none' },
      /127\.0\.0\.1:1\/none can't be reached/,
    ],
    [
      'every other variable that is wrong',
      {
        CORS_ORIGINS: '* noisy.example',
        TRUST_PROXY: 'eighty, 10.0.0.0/99',
        PUBLIC_URL: 'noisy',
        DATABASE_URL: 'postgresql://us er:hunter2@[::bad/db',
        DEPLOYMENT_MODE: 'noisy',
        ADMIN_JWT_SECRET: 'hunter2',
        METRICS_TOKEN: 'hunter2',
        RATE_LIMIT_ENABLED: 'noisy',
        RATE_LIMIT_AUTH: 'noisy',
      },
      /(?=.*CORS_ORIGINS)(?=.*TRUST_PROXY)(?=.*PUBLIC_URL)(?=.*DATABASE_URL)(?=.*DEPLOYMENT_MODE)(?=.*ADMIN_JWT_SECRET)(?=.*METRICS_TOKEN)(?=.*RATE_LIMIT_ENABLED)(?=.*RATE_LIMIT_AUTH)/,
    ],
    ['a folder in a place that is no folder', { DATA_DIR: '/dev/null/data' }, /can't be written/],
    ['an address that is not ours', { HOST: '203.0.113.1' }, /203\.0\.113\.1/],
  ])('says %s in one line', async (_name, env, message) => {
    const { exitCode, stderr } = await runServer({ DATA_DIR: temporaryFolder(), ...env })
    expect(exitCode).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/hunter2|eighty|noisy/)
  })

  it('says that the port is taken, before it has written anything', async () => {
    const server = await startServerProcess({ DATA_DIR: temporaryFolder() })
    cleanups.push(() => server.close())
    const dataDir = join(temporaryFolder(), 'data')
    const { exitCode, stderr } = await runServer({
      DATA_DIR: dataDir,
      ORCHESTRATOR_PORT: new URL(server.url).port,
    })
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Port \d+ .* is taken.*\n$/)])
    expect(existsSync(dataDir)).toBe(false)
  })

  it('says that another server has the data folder, which goes on; one that was killed is no obstacle', async () => {
    const dataDir = temporaryFolder()
    const first = await startServerProcess({ DATA_DIR: dataDir })
    cleanups.push(() => first.close())
    const { exitCode, stderr } = await runServer({ DATA_DIR: dataDir })
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^Another server is running on the data folder .*\n$/),
    ])
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200)
    await first.kill()
    const next = await startServerProcess({ DATA_DIR: dataDir })
    cleanups.push(() => next.close())
    expect((await fetch(`${next.url}/health/ready`)).status).toBe(200)
  })

  it('refuses a file that is no database, and a damaged key, and leaves both as they are', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(join(dataDir, 'secretary.db'), 'not a database, but somebody may need it '.repeat(100))
    expect((await runServer({ DATA_DIR: dataDir })).stderr).toMatch(/not a readable database/)
    const other = temporaryFolder()
    writeFileSync(join(other, 'master.key'), '{"current":')
    expect((await runServer({ DATA_DIR: other })).stderr).toMatch(/key file .* is damaged/)
  })

  it('starts again on its own folder, and ends within five seconds with a client still listening', async () => {
    const dataDir = temporaryFolder()
    const first = await startServerProcess({ DATA_DIR: dataDir })
    const token = await first.setUp()
    const response = await fetch(`${first.url}/admin/events`, { headers: { authorization: `Bearer ${token}` } })
    const startedAt = Date.now()
    await first.close()
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    await response.text().catch(() => '') // However the connection ended, it has ended.
    const second = await startServerProcess({ DATA_DIR: dataDir })
    expect(second.setupUrl).toBeNull()
    await second.close()
  })
})
