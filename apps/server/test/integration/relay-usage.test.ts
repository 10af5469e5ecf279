import { describe, expect, it } from 'vitest'
import { connectProvider } from '#server-test/support/connect-provider.ts'
import { eventsIn } from '#server-test/support/openai-client.ts'
import { passedThrough as ask, beforeAllWithVendor, type RelayStage } from '#server-test/support/relay-stage.ts'
import {
  beginStream,
  delta,
  finish,
  sendJson,
  startScriptedVendor,
  usageEvent,
} from '#server-test/support/scripted-vendor.ts'

describe('usage of a completion that is passed straight to a provider', () => {
  let { app, vendor, client, rowOf } = {} as RelayStage
  beforeAllWithVendor((stage) => {
    ;({ app, vendor, client, rowOf } = stage)
  })

  it('asks without usage where the vendor refuses to be asked, and remembers', async () => {
    const mistral = await startScriptedVendor()
    await connectProvider(app, { name: 'Mistral', model: 'm', baseUrl: mistral.baseUrl })
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
      expect(await rowOf(response)).toMatchObject({ input_tokens: 11, is_estimated: 0 })
      expect(mistral.requests).toHaveLength(requests)
    }
    await mistral.close()
  })

  it('keeps usage that nobody asked for from the client, also where the vendor tells it without being asked', async () => {
    const stubborn = await startScriptedVendor()
    await connectProvider(app, { name: 'Stubborn', model: 'm', baseUrl: stubborn.baseUrl })
    stubborn.play((response, { body }) => {
      if ('stream_options' in body) return sendJson(response, { detail: 'extra inputs are not permitted' }, 422)
      const send = beginStream(response)
      for (const event of [delta('a'), finish, usageEvent, '[DONE]']) send(event)
      response.end()
    })
    for (const _ of ['refused at first', 'known by now']) {
      const response = await client.chat({ ...ask({ stream: true }), model: 'stubborn/m' })
      expect(eventsIn(await response.text())).toEqual([delta('a'), finish, '[DONE]'])
      expect(await rowOf(response)).toMatchObject({ input_tokens: 11, is_estimated: 0 })
    }
    await stubborn.close()
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
    expect(await rowOf(response)).toMatchObject({ is_estimated: 1, output_tokens: 3 })
  })
})
