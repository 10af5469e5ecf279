import {
  type FakeOpenAiServer,
  fakeOpenAiKey,
  startFakeOpenAiServer,
} from '@secretary/models/testing/fake-openai-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { connectProvider } from '#server-test/support/connect-provider.ts'
import { testDatabases } from '#server-test/support/databases.ts'
import { callRow, eventsIn, openAiClient } from '#server-test/support/openai-client.ts'

const ask = { model: 'secretary', messages: [{ role: 'user', content: 'Где вы?' }] }

describe.each(testDatabases())('the secretary as a model, on $name', ({ name, isMissing }) => {
  let app: TestApp
  let vendor: FakeOpenAiServer

  beforeAll(async () => {
    if (isMissing) return
    vendor = await startFakeOpenAiServer()
    app = await startTestApp({ database: name })
    await connectProvider(app, { name: 'Fake', baseUrl: vendor.baseUrl, apiKey: fakeOpenAiKey, isDefault: true })
  })
  afterAll(async () => {
    if (isMissing) return
    await app.close()
    await vendor.close()
  })
  beforeEach((context) => {
    // The reason stands beside every test that needs it.
    if (isMissing) return context.skip('PostgreSQL is not installed')
  })

  describe.each([
    ['alone', {}],
    ['in a conversation', { metadata: { conversation_id: 'new' } }],
  ])('when its key ends, an answer %s', (_name, wishes) => {
    const endings: [string, (keyId: string) => Promise<unknown>][] = [
      ['is revoked', (keyId) => app.container.apiKeys.revoke(systemActor, keyId)],
      [
        'is over',
        (keyId) => {
          const expiresAt = new Date(Date.now() + 200).toISOString()
          return app.container.apiKeys.update(systemActor, keyId, { expiresAt })
        },
      ],
    ]
    it.each(endings)('says so as its last event when it %s, and frees the model', async (_how, end) => {
      vendor.answerWith({ deltas: ['Мы '], ending: 'stall' })
      const other = await openAiClient(app)
      const before = vendor.abortedCount
      const response = await other.chat({ ...ask, stream: true, ...wishes })
      expect(response.status).toBe(200)
      await end(other.keyId)
      const text = await response.text()
      expect(text).toContain('Мы ')
      expect(eventsIn(text).at(-1)).toEqual({
        error: expect.objectContaining({ code: 'invalid_api_key', type: 'invalid_request_error', param: null }),
      })
      await expect.poll(() => vendor.abortedCount).toBe(before + 1)
      const row = await callRow(app, response.headers.get('x-request-id') ?? '')
      expect(row).toMatchObject({ status: 200, outcome: 'failed', error_code: 'not_authenticated' })
    })

    it('in one piece is a refusal, never half an answer', async () => {
      vendor.answerWith({ deltas: ['Мы '], ending: 'stall' })
      const other = await openAiClient(app)
      const asked = vendor.requests.length
      const refused = other.error({ ...ask, ...wishes })
      await expect.poll(() => vendor.requests.length).toBe(asked + 1)
      await app.container.apiKeys.revoke(systemActor, other.keyId)
      expect(await refused).toMatchObject({ status: 401, code: 'invalid_api_key' })
    })
  })
})
