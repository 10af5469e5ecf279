import { contracts } from '@secretary/contracts/contracts'
import { can, type Role } from '@secretary/contracts/permissions'
import type { RouteDefinition } from '@secretary/contracts/route'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

const routes = contracts as Record<string, RouteDefinition>

/** Bodies that would succeed for the owner, so that nothing but the id can be what is refused. */
const bodies: Record<string, (message: string) => unknown> = {
  updateConversation: () => ({ title: 'Mine now' }),
  restoreConversation: () => ({}),
  switchBranch: (message) => ({ messageId: message }),
  sendMessage: () => ({ content: 'Hello' }),
  streamMessage: () => ({ content: 'Hello' }),
  stopTurn: () => ({}),
  editMessage: () => ({ content: 'Changed' }),
  regenerateMessage: () => ({}),
  updateLead: () => ({ status: 'done' }),
  updateApiKey: () => ({ name: 'Mine now' }),
}

/** All that belongs to one person so far: his conversations, the messages left in them, his sessions and his API keys. */
const owned = Object.entries(routes).filter(([, { path }]) =>
  /^\/admin\/(?:(?:chat|auth)\/sessions|leads|api-keys)\/:id/.test(path),
)

describe('what belongs to somebody else', () => {
  let app: TestApp
  let [conversation, message, session, lead, key] = ['', '', '', '', '']
  const strangers = new Map<Role, Awaited<ReturnType<TestApp['logIn']>>>()

  beforeAll(async () => {
    app = await startTestApp()
    const owner = await app.logIn('user')
    for (const role of ['user', 'guest'] as const) strangers.set(role, await app.logIn(role))
    const json = async (response: Response) => JSON.parse(await response.text())
    conversation = (await json(await app.call('POST', '/admin/chat/sessions', { as: owner, body: {} }))).id
    await (
      await app.call('POST', `/admin/chat/sessions/${conversation}/stream`, { as: owner, body: { content: 'Secret' } })
    ).text()
    message = (await json(await app.call('GET', `/admin/chat/sessions/${conversation}`, { as: owner }))).messages[0].id
    await app.container.leads.create(
      { name: 'Secret', contact: '+7 999 123-45-67', message: '' },
      { messageId: message, conversation: { id: conversation, ownerId: owner.user.id } },
    )
    lead = (await json(await app.call('GET', '/admin/leads', { as: owner }))).items[0].id
    key = (await json(await app.call('POST', '/admin/api-keys', { as: owner, body: { name: 'Secret' } }))).id
    session = (await json(await app.call('GET', '/admin/auth/sessions', { as: owner }))).items[0].id
  })
  afterAll(() => app.close())

  const idFor = (path: string) => {
    if (path.startsWith('/admin/chat')) return conversation
    if (path.startsWith('/admin/api-keys')) return key
    return path.startsWith('/admin/leads') ? lead : session
  }
  const pathOf = ({ path }: RouteDefinition) => path.replace(':messageId', message).replace(':id', idFor(path))

  it('covers every route that has such an id', () => {
    const writes = owned.filter(([, { method }]) => method !== 'GET' && method !== 'DELETE')
    expect(Object.keys(bodies).sort()).toEqual(writes.map(([name]) => name).sort())
    expect(owned.length).toBeGreaterThan(14)
  })

  describe.each(['user', 'guest'] as const)('for another %s', (role) => {
    it.each(owned)('%s finds nothing', async (name, definition) => {
      const as = strangers.get(role)
      const before = await stored(app)
      const response = await app.call(definition.method, pathOf(definition), {
        ...(as && { as }),
        ...(definition.method !== 'GET' && definition.method !== 'DELETE' && { body: bodies[name]?.(message) }),
      })
      const text = await response.text()
      const mayTry = definition.access === 'session' || can(role, definition.access as never)
      expect(response.status).toBe(mayTry ? 404 : 403)
      expect(text).not.toContain('Secret')
      expect(await stored(app)).toEqual(before)
    })
  })
})

async function stored({ container: { db } }: TestApp) {
  return {
    conversations: await db.selectFrom('conversations').selectAll().execute(),
    messages: await db.selectFrom('messages').selectAll().execute(),
    leads: await db.selectFrom('leads').selectAll().execute(),
    keys: await db.selectFrom('api_keys').selectAll().execute(),
    sessions: await db.selectFrom('login_sessions').select(['id', 'user_id', 'revoked_at']).orderBy('id').execute(),
  }
}
