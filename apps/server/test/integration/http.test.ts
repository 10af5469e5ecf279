import { contracts } from '@secretary/contracts/contracts'
import type { RouteDefinition } from '@secretary/contracts/route'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

describe('answers to every request', () => {
  let app: TestApp
  let admin: Awaited<ReturnType<TestApp['logIn']>>
  beforeAll(async () => {
    app = await startTestApp({ env: { CORS_ORIGINS: 'https://good.example' } })
    admin = await app.logIn('admin')
  })
  afterAll(() => app.close())

  it.each([
    ['content-security-policy', /default-src 'none';script-src 'self';style-src 'self'/],
    ['content-security-policy', /frame-ancestors 'none'/],
    ['x-frame-options', /^DENY$/],
    ['x-content-type-options', /^nosniff$/],
    ['referrer-policy', /^no-referrer$/],
    ['permissions-policy', /camera=\(\)/],
    ['cross-origin-opener-policy', /^same-origin$/],
    ['cross-origin-resource-policy', /^same-origin$/],
    ['x-request-id', /^[0-9a-f-]{36}$/],
    ['cache-control', /no-store/],
  ])('%s is %s', async (name, value) => {
    expect((await app.call('GET', '/health')).headers.get(name)).toMatch(value)
    expect((await app.call('GET', '/nothing')).headers.get(name)).toMatch(value)
  })

  it('has no inline code in its policy', async () => {
    expect((await app.call('GET', '/health')).headers.get('content-security-policy')).not.toContain('unsafe')
  })

  it('reflects no origin: a listed one gets itself, any other gets nothing', async () => {
    const allowed = async (origin: string) =>
      (await app.call('GET', '/health', { headers: { origin } })).headers.get('access-control-allow-origin')
    expect(await allowed('https://good.example')).toBe('https://good.example')
    for (const origin of [
      'https://evil.example',
      'https://good.example.evil.example',
      'https://sub.good.example',
      'null',
      'http://good.example',
    ])
      expect(await allowed(origin)).toBeNull()
  })

  describe('bad input', () => {
    const post = (body: unknown, headers: Record<string, string> = {}, path = '/admin/faq/entries') =>
      app.call('POST', path, { as: admin, body, headers })
    const problem = async (response: Response) => ({
      contentType: response.headers.get('content-type'),
      ...((await response.json()) as { code: string; status: number; errors?: { path: string }[] }),
    })

    it('names the path of each problem', async () => {
      const answer = await problem(await post({ question: '', answer: 5, phrasings: ['ok', 7], extra: 1 }))
      expect(answer).toMatchObject({
        contentType: 'application/problem+json; charset=utf-8',
        status: 400,
        code: 'validation_failed',
      })
      expect(answer.errors?.map(({ path }) => path).sort()).toEqual(['', 'answer', 'phrasings[1]', 'question'])
    })

    it.each([
      ['invalid JSON', '{"question":', 400, 'invalid_json'],
      ['an empty body', '', 400, 'invalid_json'],
      ['a prototype key', '{"__proto__":{"a":1},"question":"a","answer":"b"}', 400, 'invalid_json'],
      ['a constructor key', '{"constructor":{"prototype":{"a":1}},"question":"a","answer":"b"}', 400, 'invalid_json'],
      ['an array', '[]', 400, 'validation_failed'],
      ['null', 'null', 400, 'validation_failed'],
      ['a NUL', JSON.stringify({ question: 'a\u0000b', answer: 'b' }), 400, 'validation_failed'],
      ['a lone surrogate', '{"question":"a\\ud800","answer":"b"}', 400, 'validation_failed'],
      ['300 kB', JSON.stringify({ question: 'a', answer: 'x'.repeat(300_000) }), 413, 'payload_too_large'],
      ['deep nesting', `{"question":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400, 'validation_failed'],
    ])('refuses %s', async (_name, body, status, code) => {
      expect(await problem(await post(body, { 'content-type': 'application/json' }))).toMatchObject({ status, code })
    })

    it('refuses another content type and an unknown query field', async () => {
      expect((await post('<a/>', { 'content-type': 'text/xml' })).status).toBe(415)
      expect((await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
      expect((await app.call('GET', '/admin/faq/entries?serach=x', { as: admin })).status).toBe(400)
      expect((await app.call('GET', '/admin/faq/entries?cursor=garbage', { as: admin })).status).toBe(400)
    })

    it('stores nothing of all that', async () => {
      expect(await (await app.call('GET', '/admin/faq/entries', { as: admin })).json()).toMatchObject({
        items: [],
        total: 0,
      })
    })

    it('never fails, whatever JSON is sent wherever', async () => {
      const routes = Object.values(contracts as Record<string, RouteDefinition>).filter(
        ({ body, path }) => body && !path.includes('/auth/'),
      )
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...routes), fc.json(), async ({ method, path }, body) => {
          const response = await app.call(method, path.replace(/:[A-Za-z]+/g, 'x'), {
            as: admin,
            body,
            headers: { 'content-type': 'application/json' },
          })
          await response.text()
          expect(response.status).toBeLessThan(500)
        }),
        { numRuns: 150 },
      )
    })
  })

  it('leaves one row for every write, with who and what and no secret', async () => {
    const rows = async () => app.container.db.selectFrom('audit_events').selectAll().orderBy('id').execute()
    const before = (await rows()).length
    await app.call('POST', '/admin/llm/providers', {
      as: admin,
      body: { name: 'X', baseUrl: 'http://127.0.0.1:1/v1', model: 'm', apiKey: 'sk-very-secret-key-1234' },
    })
    const [row] = (await rows()).slice(before)
    expect(row).toMatchObject({ action: 'provider.create', actor_name: admin.user.name, address: '127.0.0.1' })
    expect(JSON.stringify(row)).not.toContain('very-secret')
    const listed = await (await app.call('GET', '/admin/llm/providers', { as: admin })).text()
    expect(listed).toContain('••••1234')
    expect(listed).not.toContain('very-secret')
    const stored = await app.container.db.selectFrom('secrets').selectAll().execute()
    expect(JSON.stringify(stored)).not.toContain('very-secret')
  })

  it('has an audit rule on every route that writes', () => {
    const silent = Object.entries(contracts as Record<string, RouteDefinition>).filter(
      ([, { method, audit }]) => method !== 'GET' && !audit,
    )
    expect(silent.map(([name]) => name)).toEqual([])
  })
})

describe('rate limits', () => {
  it('tell when to come back, per address before the log-in and per session after it', async () => {
    const app = await startTestApp({ env: { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_AUTH: '2', RATE_LIMIT_PANEL: '5' } })
    const logIn = () => app.call('POST', '/admin/auth/login', { body: { name: 'x', password: 'y' } })
    const first = await logIn()
    expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual(['2', '1'])
    await logIn()
    const refused = await logIn()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const [anna, boris] = [await app.logIn('admin'), await app.logIn('admin')]
    for (let request = 0; request < 5; request++)
      expect((await app.call('GET', '/admin/auth/me', { as: anna })).status).toBe(200)
    expect((await app.call('GET', '/admin/auth/me', { as: anna })).status).toBe(429)
    expect((await app.call('GET', '/admin/auth/me', { as: boris })).status).toBe(200)
    await app.close()
  })
})
