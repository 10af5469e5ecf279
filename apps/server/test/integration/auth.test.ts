import { createSigner } from 'fast-jwt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp, testPassword } from '#server-test/support/app.ts'

/** The first Set-Cookie of the refresh token as a Cookie header. */
function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

describe('sessions', () => {
  let app: TestApp
  let now: Date
  beforeEach(async () => {
    now = new Date()
    app = await startTestApp({ clock: { now: () => now } })
    await app.container.users.create({ name: 'Анна', password: testPassword, role: 'admin', language: 'ru' })
  })
  afterEach(() => app.close())
  const logIn = (password = testPassword, name = 'анна') =>
    app.call('POST', '/admin/auth/login', { body: { name, password } })
  const refresh = (cookie: string, headers = {}) =>
    app.call('POST', '/admin/auth/refresh', { headers: { cookie, ...headers } })

  it('gives the refresh cookie to two addresses only, out of reach of scripts', async () => {
    const cookies = (await logIn()).headers.getSetCookie()
    expect(cookies.map((cookie) => /Path=([^;]+)/.exec(cookie)?.[1])).toEqual([
      '/admin/auth/refresh',
      '/admin/auth/logout',
    ])
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/)
  })

  it('answers an old refresh token with the same successor for ten seconds, and ends the session after that', async () => {
    const first = cookieOf(await logIn())
    const [one, two] = await Promise.all([refresh(first), refresh(first)])
    expect([one.status, two.status]).toEqual([200, 200])
    expect(cookieOf(one)).toBe(cookieOf(two))
    now = new Date(now.getTime() + 11_000)
    expect((await refresh(first)).status).toBe(401)
    expect((await refresh(cookieOf(one))).status).toBe(401)
  })

  it('takes no refresh token that it did not sign', async () => {
    const cookie = cookieOf(await logIn())
    expect((await refresh(`${cookie.slice(0, -2)}xx`)).status).toBe(401)
    expect((await refresh(cookie.replace('.0.', '.1.'))).status).toBe(401)
    expect((await refresh(cookie)).status).toBe(200)
  })

  it('refuses a log-in, refresh or logout from another site', async () => {
    const headers = { origin: 'https://evil.example' }
    const cookie = cookieOf(await logIn())
    expect((await app.call('POST', '/admin/auth/login', { body: { name: 'a', password: 'b' }, headers })).status).toBe(
      403,
    )
    expect((await refresh(cookie, headers)).status).toBe(403)
    expect((await app.call('POST', '/admin/auth/logout', { headers: { cookie, ...headers } })).status).toBe(403)
    expect((await refresh(cookie, { origin: app.url })).status).toBe(200)
  })

  it('slows a guesser down without locking the owner out', async () => {
    for (let attempt = 0; attempt < 4; attempt++) expect((await logIn('wrong')).status).toBe(401)
    const delayed = await logIn(testPassword)
    expect(delayed.status).toBe(429)
    expect(Number(delayed.headers.get('retry-after'))).toBeGreaterThan(0)
    await expect(
      app.container.auth.login('анна', testPassword, { address: '10.0.0.2', userAgent: '' }),
    ).resolves.toBeTruthy()
    now = new Date(now.getTime() + 2_000)
    expect((await logIn()).status).toBe(200)
  })

  it('ends the other sessions when the password changes, and takes no wrong old one', async () => {
    const grant = (await (await logIn()).json()) as { accessToken: string }
    const other = (await (await logIn()).json()) as { accessToken: string }
    const change = (oldPassword: string) =>
      app.call('POST', '/admin/auth/change-password', {
        headers: { authorization: `Bearer ${grant.accessToken}` },
        body: { oldPassword, newPassword: 'another password' },
      })
    expect((await change('nope')).status).toBe(400)
    expect((await change(testPassword)).status).toBe(200)
    const me = (token: string) => app.call('GET', '/admin/auth/me', { headers: { authorization: `Bearer ${token}` } })
    expect((await me(grant.accessToken)).status).toBe(200)
    expect((await me(other.accessToken)).status).toBe(401)
    expect((await logIn('another password')).status).toBe(200)
  })

  it('shows and revokes own sessions only', async () => {
    const mine = await app.logIn('user')
    const others = await app.logIn('user')
    const list = (await (await app.call('GET', '/admin/auth/sessions', { as: others })).json()) as {
      items: { id: string }[]
    }
    expect((await app.call('DELETE', `/admin/auth/sessions/${list.items[0]?.id}`, { as: mine })).status).toBe(404)
    expect((await app.call('DELETE', `/admin/auth/sessions/${list.items[0]?.id}`, { as: others })).status).toBe(200)
    expect((await app.call('GET', '/admin/auth/me', { as: others })).status).toBe(401)
  })

  it('takes no access token but its own', async () => {
    const { accessToken, user } = await app.logIn('admin')
    const key = app.container.masterKey.derive('access-token')
    const [header = '', payload = '', signature = ''] = accessToken.split('.')
    const sid = (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sid: string }).sid
    const claims = { sub: user.id, sid }
    const own = { key, algorithm: 'HS256' as const, aud: 'secretary-panel', iss: 'secretary', expiresIn: 60_000 }
    const bad = {
      'no signature': `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`,
      'another algorithm': createSigner({ ...own, algorithm: 'HS512' })(claims),
      'another key': createSigner({ ...own, key: 'x'.repeat(32) })(claims),
      'another audience': createSigner({ ...own, aud: 'elsewhere' })(claims),
      'another issuer': createSigner({ ...own, iss: 'elsewhere' })(claims),
      expired: createSigner({ ...own, clockTimestamp: Date.now() - 3_600_000 })(claims),
      'no session': createSigner(own)({ ...claims, sid: '01a20d4e-02ae-704e-ba20-edcc47ba3966' }),
      "somebody else's session": createSigner(own)({ ...claims, sub: '01a20d4e-02ae-704e-ba20-edcc47ba3966' }),
      'a critical header': createSigner({ ...own, header: { crit: ['x'] } as never })(claims),
      tampered: `${header}.${Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url')}.${signature}`,
      garbage: 'x.y.z',
    }
    expect(
      (await app.call('GET', '/admin/auth/me', { headers: { authorization: `Bearer ${createSigner(own)(claims)}` } }))
        .status,
    ).toBe(200)
    for (const [name, token] of Object.entries(bad))
      expect([
        name,
        (await app.call('GET', '/admin/auth/me', { headers: { authorization: `Bearer ${token}` } })).status,
      ]).toEqual([name, 401])
  })

  it('closes an open stream when the role of its owner changes in another process', async () => {
    const as = await app.logIn('user')
    const response = await app.call('GET', '/admin/events', { as })
    const reader = response.body?.getReader()
    await reader?.read()
    // As the command line does it: the row and the version number change, this process hears of it by looking.
    await app.container.db.updateTable('users').set({ role: 'guest' }).where('id', '=', as.user.id).execute()
    await app.container.db
      .updateTable('config_versions')
      .set((eb) => ({ version: eb('version', '+', 100) }))
      .where('topic', '=', 'users')
      .execute()
    await app.container.db
      .insertInto('config_versions')
      .values({ topic: 'users', version: 100 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await app.container.configChanges.poll()
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read());
    expect(app.container.openStreams.count).toBe(0)
  })
})

describe('set-up', () => {
  let app: TestApp
  beforeEach(async () => {
    app = await startTestApp()
  })
  afterEach(() => app.close())
  const create = (token: string, name = 'Анна') =>
    app.call('POST', '/admin/setup/account', {
      body: { token, name, password: 'long enough', language: 'ru', businessName: 'Клиника' },
    })

  it('makes one account of one token, also when two browsers try at once', async () => {
    const token = await app.container.setup.issueToken()
    expect((await app.call('POST', '/admin/setup/token', { body: { token } })).status).toBe(200)
    const statuses = (await Promise.all([create(token), create(token, 'Борис')])).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect((await create(token)).status).toBe(409)
    expect(await app.container.users.list()).toHaveLength(1)
  })

  it('keeps the token while no account was saved, and forgets it when a new one is made', async () => {
    const old = await app.container.setup.issueToken()
    expect(
      (
        await app.call('POST', '/admin/setup/account', {
          body: { token: old, name: '', password: 'short', language: 'ru', businessName: '' },
        })
      ).status,
    ).toBe(400)
    const fresh = await app.container.setup.issueToken()
    expect((await create(old)).status).toBe(403)
    expect((await create(fresh)).status).toBe(201)
  })
})
