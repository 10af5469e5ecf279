import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { callRow, type OpenAiClient, openAiClient } from '#server-test/support/openai-client.ts'

/** A socket whose other end has left has no address any more, whatever it had when it came. */
describe('a client that leaves', () => {
  let app: TestApp
  let client: OpenAiClient
  let leaves: 'never' | 'behind its body' | 'at once' = 'never'

  beforeAll(async () => {
    app = await startTestApp()
    client = await openAiClient(app)
    app.app.server.prependListener('request', (request: IncomingMessage) => {
      let isHere = leaves !== 'at once'
      request.once('end', () => {
        if (leaves !== 'never') isHere = false
      })
      const remoteAddress = { configurable: true, get: () => (isHere ? '192.0.2.7' : undefined) }
      Object.defineProperty(request.socket, 'remoteAddress', remoteAddress)
    })
  })
  afterAll(() => app.close())

  const rowOf = async (body: object) => {
    const { headers } = await client.error(body)
    return callRow(app, headers.get('x-request-id') ?? '')
  }

  it.each([
    ['behind its body', '192.0.2.7'],
    ['at once', 'unknown'],
  ] as const)('%s leaves its row all the same, and takes nobody’s with it', async (when, address) => {
    leaves = when
    const rows = await Promise.all([rowOf({ model: 'a' }), rowOf({ model: 'b' })])
    expect(rows).toMatchObject([
      { model: 'a', address },
      { model: 'b', address },
    ])
  })

  it('stands in the audit log with the address it came from', async () => {
    leaves = 'never'
    const as = await app.logIn('admin')
    leaves = 'behind its body'
    const body = { name: 'Left', scopes: [], allowedOrigins: [], expiresAt: null }
    expect((await app.call('POST', '/admin/api-keys', { as, body })).status).toBe(201)
    const audited = app.container.db.selectFrom('audit_events').select('address').orderBy('id', 'desc').limit(1)
    expect(await audited.executeTakeFirst()).toEqual({ address: '192.0.2.7' })
  })
})
