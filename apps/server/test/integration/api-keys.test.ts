import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { CreatedApiKey } from '@secretary/contracts/api-keys.contract'
import { keyScopes } from '@secretary/contracts/key-scopes'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeySecret } from '#server/features/api-keys/api-key-secret.ts'
import { createApiKeysRepository } from '#server/features/api-keys/api-keys.repository.ts'
import { systemActor } from '#server/platform/actor.ts'
import { newId } from '#server/platform/ids.ts'
import type { TestApp } from '#server-test/support/app.ts'
import { createKey, errorOf, get, startAppWithProbes, withKey } from '#server-test/support/key-probes.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'

const spellings: Record<string, (key: string) => Record<string, string>> = {
  authorization: (key) => ({ authorization: `Bearer ${key}` }),
  'authorization in lower case': (key) => ({ authorization: `bearer ${key}` }),
  'x-api-key': (key) => ({ 'x-api-key': key }),
  'api-key': (key) => ({ 'api-key': key }),
}

describe('an API key', () => {
  const clock = createTestClock()
  let app: TestApp
  const create = (input: Parameters<typeof createKey>[1] = {}) => createKey(app, input)

  beforeAll(async () => {
    app = await startAppWithProbes({ clock, env: { CORS_ORIGINS: 'https://panel.example' } })
  })
  afterAll(() => app.close())

  describe.each(Object.entries(spellings))('in %s', (_name, headers) => {
    it.each(['models', 'audio'] as const)(
      'opens %s with that scope, or without scopes, and no other',
      async (scope) => {
        for (const scopes of [[], [scope], keyScopes.filter((other) => other !== scope), [...keyScopes]]) {
          const { key } = await create({ scopes })
          const response = await get(app, `/v1/probe/${scope}`, headers(key))
          const isOpen = scopes.length === 0 || scopes.includes(scope)
          expect(response.status).toBe(isOpen ? 200 : 403)
          if (!isOpen) expect(await errorOf(response)).toMatchObject({ type: 'permission_error', param: null })
        }
      },
    )

    it('opens nothing once it is over', async () => {
      const { key } = await create({ expiresAt: new Date(clock.now().getTime() + 1000).toISOString() })
      expect((await get(app, '/v1/probe/models', headers(key))).status).toBe(200)
      clock.advance(1000)
      expect((await get(app, '/v1/probe/models', headers(key))).status).toBe(401)
    })

    it('opens nothing once it is revoked', async () => {
      const { id, key } = await create()
      expect((await get(app, '/v1/probe/models', headers(key))).status).toBe(200)
      await app.container.apiKeys.revoke(systemActor, id)
      const refused = await get(app, '/v1/probe/models', headers(key))
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
      expect(await errorOf(refused)).toMatchObject({ type: 'invalid_request_error', code: 'invalid_api_key' })
    })

    it('opens nothing while its owner is disabled or a guest', async () => {
      const owner = await app.logIn('user')
      const made = await app.call('POST', '/admin/api-keys', { as: owner, body: { name: 'Mine' } })
      const { key } = (await made.json()) as CreatedApiKey
      const { users } = app.container
      const status = async () => (await get(app, '/v1/probe/models', headers(key))).status
      expect(await status()).toBe(200)
      await users.change(owner.user.id, { isEnabled: false })
      await expect.poll(status).toBe(401)
      await users.change(owner.user.id, { isEnabled: true })
      await expect.poll(status).toBe(200)
      await users.change(owner.user.id, { role: 'guest' })
      await expect.poll(status).toBe(401)
    })

    it('opens nothing of the panel, and a session nothing of the programs', async () => {
      const { key } = await create()
      expect((await get(app, '/admin/auth/me', headers(key))).status).toBe(401)
      const { accessToken } = await app.logIn('admin')
      expect((await get(app, '/v1/probe/models', headers(accessToken))).status).toBe(401)
    })
  })

  it('may stand in several headers, two keys may not', async () => {
    const [one, other] = [await create(), await create()]
    const status = async (headers: Record<string, string>) => (await get(app, '/v1/probe/models', headers)).status
    expect(await status({ ...withKey(one.key), 'x-api-key': one.key, 'api-key': one.key })).toBe(200)
    expect(await status({ ...withKey(one.key), 'x-api-key': other.key })).toBe(401)
    expect(await status({ 'x-api-key': one.key, 'api-key': other.key })).toBe(401)
    expect(await status({ ...withKey('wrong'), 'x-api-key': one.key })).toBe(401)
  })

  it('may stand in one header once: two lines of it are no key, whichever of them a proxy reads', async () => {
    const [one, other] = [await create(), await create()]
    const status = async (first: string, second: string) => {
      const headers = ['host', 'x', 'authorization', `Bearer ${first}`, 'authorization', `Bearer ${second}`]
      const sent = request(`${app.url}/v1/probe/models`, { headers }).end()
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      response.resume()
      return response.statusCode
    }
    expect(await status(one.key, other.key)).toBe(401)
    expect(await status(one.key, 'wrong')).toBe(401)
    expect(await status('wrong', one.key)).toBe(401)
  })

  it('opens the same where the whole address is written, as for a proxy', async () => {
    const headers = withKey((await create()).key)
    const ask = async (path: string) => {
      const [response] = (await once(request(app.url, { path, headers }).end(), 'response')) as [IncomingMessage]
      return [response.statusCode, (await response.toArray()).join('')]
    }
    expect(await ask('http://secretary.example/v1/probe/models')).toEqual([200, '{}'])
    for (const path of ['/v1/nothing', '/v1/models/secretary', '/v1/models/a/b?c=/'])
      expect(await ask(`HTTP://secretary.example:80${path}`)).toEqual(await ask(path))
  })

  it('can not be guessed, injected or confused, and nothing fails of it', async () => {
    const { key } = await create()
    const value = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'abcXYZ019 -_.,;:\'"%/\\()=\t') }),
      fc.constantFrom(
        key.slice(0, -1),
        `${key}a`,
        key.toUpperCase(),
        "' or 1=1 --",
        `${key},${key}`,
        'null',
        'undefined',
      ),
    )
    const headers = fc.dictionary(
      fc.constantFrom('authorization', 'x-api-key', 'api-key'),
      fc.oneof(
        value,
        value.map((text) => `Bearer ${text}`),
      ),
    )
    await fc.assert(
      fc.asyncProperty(headers, async (given) => {
        const response = await get(app, '/v1/probe/models', given)
        expect(response.status).toBe(401)
        expect(await errorOf(response)).toMatchObject({ code: 'invalid_api_key' })
      }),
      { numRuns: 200 },
    )
  })

  it('never comes back: not in lists, not in the audit log, not in the database', async () => {
    const admin = await app.logIn('admin')
    const made = await app.call('POST', '/admin/api-keys', { as: admin, body: { name: 'Once', scopes: ['chat'] } })
    const { id, key, hint } = (await made.json()) as CreatedApiKey
    expect(key).toMatch(/^sk-sec-[\w-]{43}$/)
    expect(hint).toBe(`${key.slice(0, 11)}…${key.slice(-4)}`)
    const changed = await app.call('PATCH', `/admin/api-keys/${id}`, { as: admin, body: { scopes: [] } })
    const listed = await app.call('GET', '/admin/api-keys?withRevoked=true', { as: admin })
    await app.call('DELETE', `/admin/api-keys/${id}`, { as: admin })
    const { db } = app.container
    const rows = await db.selectFrom('audit_events').selectAll().where('resource_id', '=', id).orderBy('id').execute()
    expect(rows.map(({ action }) => action)).toEqual(['api-key.create', 'api-key.update', 'api-key.revoke'])
    const stored = await db.selectFrom('api_keys').selectAll().execute()
    const everything = [await changed.text(), await listed.text(), JSON.stringify(rows), JSON.stringify(stored)].join()
    expect(everything).toContain(id)
    expect(everything).not.toContain(key.slice(12, -5))
  })

  it('belongs to whoever made it: a user sees his own, an admin all', async () => {
    const [anna, boris, admin] = [await app.logIn('user'), await app.logIn('user'), await app.logIn('admin')]
    await app.call('POST', '/admin/api-keys', { as: anna, body: { name: 'Annas' } })
    const namesOf = async (as: typeof anna) => {
      const response = await app.call('GET', '/admin/api-keys?limit=200', { as })
      return ((await response.json()) as { items: { name: string }[] }).items.map(({ name }) => name)
    }
    expect(await namesOf(anna)).toEqual(['Annas'])
    expect(await namesOf(boris)).toEqual([])
    expect(await namesOf(admin)).toContain('Annas')
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x', scopes: ['everything'] }, 'scopes[0]'],
    [{ name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ name: 'x', expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'x', allowedOrigins: ['site.example'] }, 'allowedOrigins[0]'],
    [{ name: 'x', allowedOrigins: ['https://*.example'] }, 'allowedOrigins[0]'],
    [{ name: 'x', allowedOrigins: ['javascript:alert(1)'] }, 'allowedOrigins[0]'],
  ])('is not made of %j', async (body, path) => {
    const response = await app.call('POST', '/admin/api-keys', { as: await app.logIn('user'), body })
    expect(response.status).toBe(400)
    expect(((await response.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(path)
  })

  it('remembers its last use, once a minute at most', async () => {
    const { id, key } = await create()
    const lastUse = async () =>
      (await app.container.db.selectFrom('api_keys').select('last_used_at').where('id', '=', id).executeTakeFirst())
        ?.last_used_at
    await get(app, '/v1/probe/models', withKey(key))
    const first = clock.now().toISOString()
    await expect.poll(lastUse).toBe(first)
    clock.advance(59_000)
    await get(app, '/v1/probe/models', withKey(key))
    clock.advance(1_000)
    await get(app, '/v1/probe/models', withKey(key))
    await expect.poll(lastUse).toBe(clock.now().toISOString())
  })

  it('that is revoked ends what is being streamed to it, and to it alone', async () => {
    const [ending, other] = [await create(), await create()]
    const [stream, otherStream] = await Promise.all(
      [ending, other].map(({ key }) => get(app, '/v1/probe/stream', withKey(key))),
    )
    await app.container.apiKeys.revoke(systemActor, ending.id)
    expect(await stream?.text()).toBe('begun and ended')
    await otherStream?.body?.cancel()
  })

  it('that lost a scope ends its streams too', async () => {
    const { id, key } = await create()
    const stream = await get(app, '/v1/probe/stream', withKey(key))
    await app.container.apiKeys.update(systemActor, id, { scopes: ['audio'] })
    expect(await stream.text()).toBe('begun and ended')
  })

  it('holds in this process when another one changed it', async () => {
    const { id, key } = await create()
    const { db, configChanges } = app.container
    await db.updateTable('api_keys').set({ revoked_at: clock.now().toISOString() }).where('id', '=', id).execute()
    await db
      .updateTable('config_versions')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('topic', '=', 'api-keys')
      .execute()
    await configChanges.poll()
    expect((await get(app, '/v1/probe/models', withKey(key))).status).toBe(401)
  })

  it('opens at once where another process made it, as the command line does', async () => {
    const { db } = app.container
    const other = createApiKeysRepository(db)
    const { key, hash, hint } = createKeySecret()
    const { id } = await create()
    const like = await other.find({ kind: 'all' }, id)
    if (!like) throw new Error('It was just made')
    expect((await get(app, '/v1/probe/models', withKey(key))).status).toBe(401)
    await other.insert({ ...like, id: newId(), hint, keyHash: hash, createdBy: null })
    await db
      .updateTable('config_versions')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('topic', '=', 'api-keys')
      .execute()
    await expect.poll(async () => (await get(app, '/v1/probe/models', withKey(key))).status).toBe(200)
  })

  describe('of a page', () => {
    const origin = 'https://site.example'
    const corsOf = async (headers: Record<string, string>) => {
      const response = await get(app, '/v1/probe/models', headers)
      return [response.status, response.headers.get('access-control-allow-origin')]
    }

    it('answers that page exactly, refuses any other, and programs as ever', async () => {
      const { key, allowedOrigins } = await create({ allowedOrigins: [origin] })
      expect(allowedOrigins).toEqual([origin])
      expect(await corsOf({ ...withKey(key), origin })).toEqual([200, origin])
      expect(await corsOf(withKey(key))).toEqual([200, null])
      for (const foreign of ['https://site.example.evil', 'https://sub.site.example', 'http://site.example', 'null'])
        expect(await corsOf({ ...withKey(key), origin: foreign })).toEqual([403, null])
    })

    it('lets that page read which request and which conversation it was, and where its limits are', async () => {
      const { key } = await create({ allowedOrigins: [origin] })
      const { headers } = await get(app, '/v1/probe/models', { ...withKey(key), origin })
      const exposed = headers.get('access-control-expose-headers')?.split(', ')
      for (const name of ['x-request-id', 'x-conversation-id', 'retry-after', 'x-ratelimit-remaining-requests'])
        expect(exposed).toContain(name)
    })

    it('without origins answers no page, not even one of CORS_ORIGINS', async () => {
      const { key } = await create()
      for (const page of [origin, 'https://panel.example'])
        expect(await corsOf({ ...withKey(key), origin: page })).toEqual([200, null])
    })

    it('is asked for by a preflight that carries no key', async () => {
      await create({ allowedOrigins: [origin] })
      const preflight = async (from: string) =>
        app.call('OPTIONS', '/v1/probe/chat', {
          headers: {
            origin: from,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
          },
        })
      const allowed = await preflight(origin)
      expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([204, origin])
      expect(allowed.headers.get('access-control-allow-headers')).toContain('x-stainless-lang')
      for (const foreign of ['https://evil.example', 'https://panel.example']) {
        const refused = await preflight(foreign)
        expect(refused.headers.get('access-control-allow-origin')).toBeNull()
      }
    })
  })
})
