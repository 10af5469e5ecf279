import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestApp } from '#server-test/support/app.ts'
import { createKey, errorOf, get, startAppWithProbes, withKey } from '#server-test/support/key-probes.ts'

describe('a program is refused in the shape its client knows:', () => {
  let app: TestApp
  let key = ''
  beforeAll(async () => {
    app = await startAppWithProbes()
    key = (await createKey(app)).key
  })
  afterAll(() => app.close())
  const post = (body: string, headers: Record<string, string> = {}) =>
    app.call('POST', '/v1/probe/chat', {
      body,
      headers: { ...withKey(key), 'content-type': 'application/json', ...headers },
    })

  it.each([
    ['an unknown address', () => get(app, '/v1/nothing?a=1', withKey(key)), 404, 'unknown_url'],
    ['the root of /v1', () => get(app, '/v1', {}), 404, 'unknown_url'],
    ['a broken address', () => get(app, '/v1/%zz', withKey(key)), 400, 'invalid_value'],
    ['broken JSON', () => post('{"model":'), 400, 'invalid_json'],
    ['a large body', () => post(JSON.stringify({ model: 'x'.repeat(2000) })), 413, 'payload_too_large'],
    ['a compressed body', () => post('{}', { 'content-encoding': 'gzip' }), 415, 'unsupported_media_type'],
    ['no encoding, in capitals', () => post('{', { 'content-encoding': 'Identity' }), 400, 'invalid_json'],
    ['another type', () => post('<a/>', { 'content-type': 'text/xml' }), 415, 'unsupported_media_type'],
    ['a bug', () => get(app, '/v1/probe/fails', withKey(key)), 500, 'internal_error'],
  ])('%s', async (_name, call, status, code) => {
    const response = await call()
    expect(response.status).toBe(status)
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const error = await errorOf(response)
    expect(error).toMatchObject({ code })
    expect(error.type).toBe(status >= 500 ? 'server_error' : 'invalid_request_error')
    expect(error.message).not.toContain('inside')
  })

  it('a wrong field, by its name', async () => {
    const response = await post(JSON.stringify({ model: 'm', messages: [{ content: 5 }] }))
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toMatchObject({ param: 'messages[0].content', code: 'invalid_value' })
  })

  it('our own API keeps its problem documents', async () => {
    const response = await get(app, '/admin/nothing', {})
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })
})

describe('the limits of API keys', () => {
  it('count per key, in the names that OpenAI’s clients read', async () => {
    const app = await startAppWithProbes({ env: { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_KEY: '3' } })
    const [busy, calm] = [await createKey(app), await createKey(app)]
    const first = await get(app, '/v1/probe/models', withKey(busy.key))
    expect(first.headers.get('x-ratelimit-limit-requests')).toBe('3')
    expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('2')
    expect(first.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+s$/)
    expect(first.headers.get('ratelimit-remaining')).toBe('2')
    for (let request = 0; request < 2; request++) await get(app, '/v1/probe/audio', { 'x-api-key': busy.key })
    const refused = await get(app, '/v1/probe/models', withKey(busy.key))
    expect([refused.status, await errorOf(refused)]).toMatchObject([429, { code: 'rate_limit_exceeded' }])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await get(app, '/v1/probe/models', withKey(calm.key))).status).toBe(200)
    await app.close()
  })

  it('count what a key may not do as its own, and not as a wrong key', async () => {
    const env = { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_AUTH: '1', RATE_LIMIT_KEY: '5' }
    const app = await startAppWithProbes({ env })
    const ofAudio = withKey((await createKey(app, { scopes: ['audio'] })).key)
    const ofPage = withKey((await createKey(app, { allowedOrigins: ['https://shop.example'] })).key)
    const elsewhere = { ...ofPage, origin: 'https://elsewhere.example' }
    for (const left of ['4', '3', '2'])
      for (const headers of [ofAudio, elsewhere]) {
        const response = await get(app, '/v1/probe/models', headers)
        expect([response.status, response.headers.get('x-ratelimit-remaining-requests')]).toEqual([403, left])
      }
    expect((await get(app, '/v1/probe/models', withKey('wrong'))).status).toBe(401)
    await app.close()
  })

  it('slow down who tries keys, and nobody who has one', async () => {
    const app = await startAppWithProbes({ env: { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_AUTH: '2' } })
    const { key } = await createKey(app)
    const statuses: number[] = []
    for (let attempt = 0; attempt < 4; attempt++)
      statuses.push((await get(app, '/v1/probe/models', withKey('wrong'))).status)
    expect(statuses).toEqual([401, 401, 429, 429])
    expect((await get(app, '/v1/probe/models', withKey(key))).status).toBe(200)
    await app.close()
  })
})
