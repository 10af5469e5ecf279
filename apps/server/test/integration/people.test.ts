import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp, testPassword } from '#server-test/support/app.ts'

describe('the people of an installation', () => {
  let app: TestApp
  let owner: Awaited<ReturnType<TestApp['logIn']>>
  const json = async (response: Response) => JSON.parse(await response.text())

  beforeAll(async () => {
    app = await startTestApp()
    owner = await app.logIn('admin', 'Анна')
  })
  afterAll(() => app.close())

  it('come by invitation, and are logged in with the first answer', async () => {
    const invited = await app.call('POST', '/admin/invites', { as: owner, body: { role: 'user', note: 'Ольга' } })
    expect(invited.status).toBe(201)
    const { token, id } = await json(invited)
    const list = await (await app.call('GET', '/admin/invites', { as: owner })).text()
    expect(list).toContain(id)
    expect(list).not.toContain(token)
    const body = { token, name: 'Ольга', password: testPassword, language: 'ru' }
    const foreign = await app.call('POST', '/admin/invites/accept', {
      body,
      headers: { origin: 'https://evil.example' },
    })
    expect(foreign.status).toBe(403)
    const joined = await app.call('POST', '/admin/invites/accept', { body })
    expect(joined.status).toBe(201)
    expect(joined.headers.get('set-cookie')).toMatch(/HttpOnly/)
    const grant = await json(joined)
    expect(grant.user).toMatchObject({ name: 'Ольга', role: 'user' })
    expect((await app.call('GET', '/admin/chat/sessions', { as: grant })).status).toBe(200)
    expect((await app.call('GET', '/admin/users', { as: grant })).status).toBe(403)
    expect((await app.call('POST', '/admin/invites/accept', { body: { ...body, name: 'Ещё' } })).status).toBe(410)
    const events = await app.container.db.selectFrom('audit_events').selectAll().execute()
    expect(events.map(({ action }) => action)).toEqual(expect.arrayContaining(['invite.create', 'invite.accept']))
    expect(JSON.stringify(events)).not.toContain(token)
  })

  it.each([{ token: null }, { token: '' }, { token: 'x' }, {}])(
    'accepts no %j in place of an invitation',
    async (token) => {
      const body = { ...token, name: 'Никто', password: testPassword, language: 'ru' }
      expect([400, 410]).toContain((await app.call('POST', '/admin/invites/accept', { body })).status)
    },
  )

  it('who are disabled lose their sessions, their open streams and their way in, and get them back', async () => {
    const person = await app.logIn('user', 'Пётр')
    const path = `/admin/users/${person.user.id}`
    const stream = await app.call('GET', '/admin/events', { as: person })
    const ended = stream.text()
    const disabled = await app.call('PATCH', path, { as: owner, body: { isEnabled: false } })
    expect(await json(disabled)).toMatchObject({ isEnabled: false, sessionCount: 0 })
    // It ends by itself, or the test never does.
    await ended
    expect((await app.call('GET', '/admin/auth/me', { as: person })).status).toBe(401)
    const login = () => app.call('POST', '/admin/auth/login', { body: { name: 'Пётр', password: testPassword } })
    expect((await login()).status).toBe(401)
    expect((await app.call('PATCH', path, { as: owner, body: { isEnabled: true } })).status).toBe(200)
    // A failed attempt delays the next one of that name from that address; that is another rule's test.
    await app.container.db.deleteFrom('login_failures').execute()
    expect((await login()).status).toBe(200)
  })

  it('are signed out everywhere, and may log in again', async () => {
    const person = await app.logIn('user')
    expect((await app.call('POST', `/admin/users/${person.user.id}/sign-out`, { as: owner, body: {} })).status).toBe(
      200,
    )
    expect((await app.call('GET', '/admin/auth/me', { as: person })).status).toBe(401)
    const people = (await json(await app.call('GET', '/admin/users', { as: owner }))).items
    expect(people.find(({ id }: { id: string }) => id === person.user.id)).toMatchObject({
      isEnabled: true,
      sessionCount: 0,
    })
  })

  it('keep one admin, whatever is tried', async () => {
    const path = `/admin/users/${owner.user.id}`
    for (const body of [
      { role: 'user' },
      { role: 'guest' },
      { isEnabled: false },
      { isEnabled: false, role: 'user' },
    ]) {
      const response = await app.call('PATCH', path, { as: owner, body })
      expect(response.status).toBe(409)
      expect((await json(response)).code).toBe('last_admin')
    }
    const second = await app.logIn('admin')
    expect((await app.call('PATCH', path, { as: second, body: { role: 'user' } })).status).toBe(200)
    // Who was demoted a moment ago has no more power than his new role.
    expect((await app.call('GET', '/admin/users', { as: owner })).status).toBe(403)
  })
})
