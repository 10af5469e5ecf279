import { contracts } from '@secretary/contracts/contracts'
import { can, roles } from '@secretary/contracts/permissions'
import { isKeyAccess, type RouteDefinition } from '@secretary/contracts/route'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

const routes = Object.entries(contracts as Record<string, RouteDefinition>)
const ids = { 'unknown id': '01a20d4e-02ae-704e-ba20-edcc47ba3966', 'no id at all': '%2e%2e%2fetc' }

/** Streams stay open by design; whoever may open one is told so by its status. */
async function statusOf(
  app: TestApp,
  definition: RouteDefinition,
  options: { as?: Awaited<ReturnType<TestApp['logIn']>>; id: string },
): Promise<number> {
  const controller = new AbortController()
  const path = definition.path.replace(/:[A-Za-z]+/g, options.id)
  const response = await app.call(definition.method, path, {
    ...(options.as && { as: options.as }),
    ...(definition.method !== 'GET' && { body: {} }),
    signal: controller.signal,
  })
  const { status } = response
  controller.abort()
  return status
}

describe('access to every route', () => {
  let app: TestApp
  const sessions = new Map<string, Awaited<ReturnType<TestApp['logIn']>>>()

  beforeAll(async () => {
    app = await startTestApp()
    for (const role of roles) sessions.set(role, await app.logIn(role))
  })
  afterAll(() => app.close())

  it('mounts every route of the contract', () => {
    const missing = routes
      .filter(([, { method, path }]) => !app.app.hasRoute({ method, url: path }))
      .map(([name]) => name)
    expect(missing).toEqual([])
  })

  describe.each(routes)('%s', (_name, definition) => {
    it('is closed to strangers unless it says that it is public', async () => {
      const status = await statusOf(app, definition, { id: ids['unknown id'] })
      if (definition.access === 'public') expect(status).not.toBe(403)
      else if (definition.access === 'ticket') expect(status).toBe(403)
      else if (definition.access === 'metrics') expect(status).toBe(200)
      else expect(status).toBe(401)
    })

    it.each(roles)('answers a %s as its rule says', async (role) => {
      const { access } = definition
      // Logging out here would end the session the other cases use.
      if (access === 'public' || access === 'ticket' || access === 'metrics') return
      const as = sessions.get(role)
      if (!as) throw new Error('no session')
      const status = await statusOf(app, definition, { as, id: ids['unknown id'] })
      if (isKeyAccess(access)) return expect(status).toBe(401)
      const isAllowed = access === 'session' || can(role, access)
      if (isAllowed) expect([200, 201, 202, 400, 404, 415]).toContain(status)
      else expect(status).toBe(403)
    })

    it.each(Object.entries(ids))('knows nothing under an %s', async (_kind, id) => {
      if (!definition.path.includes(':') || definition.access === 'ticket' || isKeyAccess(definition.access)) return
      const as = sessions.get('admin')
      if (!as) throw new Error('no session')
      // Undoing, restoring and the like look the row up before or after the body; both refuse, neither finds.
      expect([400, 404, 410, 415]).toContain(await statusOf(app, definition, { as, id }))
    })
  })
})
