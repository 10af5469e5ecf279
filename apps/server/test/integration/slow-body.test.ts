import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import type { TestApp } from '#server-test/support/app.ts'
import { createKey, startAppWithProbes } from '#server-test/support/key-probes.ts'

describe('whoever sends his body slowly', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startAppWithProbes()
  })
  afterAll(() => app.close())

  /** The head has arrived, and nothing else. */
  async function begin(path: string, token: string, method = 'POST'): Promise<ClientRequest> {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      expect: '100-continue',
    }
    const begun = request(app.url + path, { method, headers })
    begun.flushHeaders()
    await once(begun, 'continue')
    return begun
  }

  async function statusOf(begun: ClientRequest, body: unknown): Promise<number | undefined> {
    begun.end(JSON.stringify(body))
    const [response] = (await once(begun, 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }

  const question = { model: 'm', messages: [{ content: 'Hi' }] }

  it('is a program that works as long as it has its key, and no longer', async () => {
    const { id, key } = await createKey(app)
    expect(await statusOf(await begin('/v1/probe/chat', key), question)).toBe(200)
    const begun = await begin('/v1/probe/chat', key)
    await app.container.apiKeys.revoke(systemActor, id)
    expect(await statusOf(begun, question)).toBe(401)
  })

  it('is a program that may do what its key allows when it is done', async () => {
    const { id, key } = await createKey(app)
    const begun = await begin('/v1/probe/chat', key)
    await app.container.apiKeys.update(systemActor, id, { scopes: ['audio'] })
    expect(await statusOf(begun, question)).toBe(401)
  })

  it('is a person who may do what he may when he is done', async () => {
    await app.logIn('admin')
    const { user, accessToken } = await app.logIn('admin')
    const own = `/admin/users/${user.id}`
    expect(await statusOf(await begin(own, accessToken, 'PATCH'), { role: 'admin' })).toBe(200)
    const begun = await begin(own, accessToken, 'PATCH')
    await app.container.users.change(user.id, { role: 'user' })
    expect(await statusOf(begun, { role: 'admin' })).toBe(403)
  })
})
