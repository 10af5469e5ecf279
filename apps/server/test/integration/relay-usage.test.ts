import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { connectProvider } from '#server-test/support/connect-provider.ts'
import { callRow, eventsIn, type OpenAiClient, openAiClient } from '#server-test/support/openai-client.ts'
import {
  beginStream,
  delta,
  finish,
  type ScriptedVendor,
  sendJson,
  startScriptedVendor,
  usageEvent,
} from '#server-test/support/scripted-vendor.ts'

describe('usage of a completion that is passed straight to a provider', () => {
  let app: TestApp
  let vendor: ScriptedVendor
  let client: OpenAiClient

  beforeAll(async () => {
    vendor = await startScriptedVendor()
    app = await startTestApp()
    client = await openAiClient(app)
    await connectProvider(app, { name: 'Vendor', apiKey: 'vendor-secret', baseUrl: vendor.baseUrl })
  })
  afterAll(async () => {
    await app.close()
    await vendor.close()
  })

  const ask = (extra: object = {}) => ({
    model: 'vendor/any/model',
    messages: [{ role: 'user', content: 'Hi' }],
    ...extra,
  })
  const rowOf = (response: Response) => callRow(app, response.headers.get('x-request-id') ?? '')
  const usageOf = async (response: Response) => {
    const id = (await rowOf(response))?.id ?? ''
    return app.container.db.selectFrom('usage').selectAll().where('api_call_id', '=', id).execute()
  }
  it('asks without usage where the vendor refuses to be asked, and remembers', async () => {
    const mistral = await startScriptedVendor()
    await app.container.providers.create({
      name: 'Mistral',
      type: 'custom',
      baseUrl: mistral.baseUrl,
      model: 'm',
      apiKey: null,
      contextWindowTokens: 8_192,
      isEnabled: true,
      isDefault: false,
    })
    mistral.play((response, { body }) => {
      if ('stream_options' in body) return sendJson(response, { detail: 'extra inputs are not permitted' }, 422)
      const send = beginStream(response)
      send(delta('a'))
      send({ ...finish, usage: usageEvent.usage })
      send('[DONE]')
      response.end()
    })
    for (const requests of [2, 3]) {
      const response = await client.chat({ ...ask({ stream: true }), model: 'mistral/m' })
      expect(eventsIn(await response.text())).toHaveLength(3)
      expect(await usageOf(response)).toMatchObject([{ input_tokens: 11, is_estimated: 0 }])
      expect(mistral.requests).toHaveLength(requests)
    }
    await mistral.close()
  })

  it('counts by itself where the vendor tells no usage', async () => {
    vendor.play((response) => {
      const send = beginStream(response)
      for (const event of [delta('a'), delta('b'), finish]) send(event)
      response.end()
    })
    const response = await client.chat(ask({ stream: true }))
    // Nobody said that it is the end, but it is one.
    expect(eventsIn(await response.text()).at(-1)).toBe('[DONE]')
    expect(await usageOf(response)).toMatchObject([{ is_estimated: 1, output_tokens: 3 }])
  })
})
