import { describe, expect, it } from 'vitest'
import { type ErrorBody, eventsIn, openAiClient } from '#server-test/support/openai-client.ts'
import { passedThrough as ask, beforeAllWithVendor, type RelayStage } from '#server-test/support/relay-stage.ts'
import { beginStream, completion, delta, finish, sendJson, usageEvent } from '#server-test/support/scripted-vendor.ts'

describe('a completion that is passed straight to a provider', () => {
  let { app, vendor, client, rowOf, sumOf } = {} as RelayStage
  beforeAllWithVendor((stage) => {
    ;({ app, vendor, client, rowOf, sumOf } = stage)
  })

  it('keeps every byte of the request but the model', async () => {
    vendor.play((response) => sendJson(response, completion))
    const odd =
      '{ "temperature" : 1.50, "x_unknown": {"a":[1,2.0]} ,"model":"vendor/any/model","messages":[{"role":"user","content":"\\u041f 🙂"}] , "tools":[{"type":"function","function":{"name":"f"}}]}'
    const response = await client.chat(odd)
    expect([response.status, await response.json()]).toEqual([200, completion])
    const [request] = vendor.requests
    expect(request?.raw).toBe(odd.replace('vendor/any/model', 'any/model'))
    expect(request?.headers.authorization).toBe('Bearer vendor-secret')
    expect(JSON.stringify(request?.headers)).not.toContain(client.key)
  })

  it.each([
    ['short', 1],
    ['long', 3_000],
  ])('keeps every byte of a %s answer, also those that are no text', async (_, times) => {
    const told = JSON.stringify({ ...completion, x_note: 'Да, в 18:00 🙂 — «Ёлка» ÿ\u0080'.repeat(times) })
    const bytes = Buffer.concat([
      Buffer.from(told.slice(0, -1)),
      Buffer.from([0x2c, 0x22, 0xff, 0xc3, 0x22, 0x3a, 0x31, 0x7d]),
    ])
    vendor.play((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(bytes)
    })
    const response = await client.chat(ask())
    const received = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    expect(received.equals(bytes)).toBe(true)
    expect(await rowOf(response)).toMatchObject({ input_tokens: 11, output_tokens: 5, is_estimated: 0 })
  })

  it('counts the usage and leaves a row, with the key it was', async () => {
    vendor.play((response) => sendJson(response, completion))
    const response = await client.chat(ask())
    await response.json()
    expect(await rowOf(response)).toMatchObject({
      api_key_id: client.keyId,
      address: '127.0.0.1',
      model: 'vendor/any/model',
      is_stream: 0,
      status: 200,
      outcome: 'complete',
      error_code: null,
      input_tokens: 11,
      output_tokens: 5,
      is_estimated: 0,
    })
    const sum = await sumOf(response)
    expect(sum).toMatchObject({ api_key_id: client.keyId, model_id: 'any/model', kind: 'llm', is_estimated: 0 })
    expect(sum).toMatchObject({ input_tokens: 11 * (sum?.calls ?? 0), output_tokens: 5 * (sum?.calls ?? 0) })
  })

  it('keeps every byte of a stream; usage that nobody asked for is counted and dropped', async () => {
    vendor.play((response) => {
      const send = beginStream(response)
      for (const event of [delta('При', { usage: null }), delta('вет'), finish, usageEvent, '[DONE]']) send(event)
      response.end()
    })
    const response = await client.chat(ask({ stream: true }))
    const text = await response.text()
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(eventsIn(text)).toEqual([delta('При', { usage: null }), delta('вет'), finish, '[DONE]'])
    expect(vendor.requests[0]?.body).toEqual({
      ...ask({ stream: true, model: 'any/model' }),
      stream_options: { include_usage: true },
    })
    expect(await rowOf(response)).toMatchObject({
      is_stream: 1,
      outcome: 'complete',
      first_byte_ms: expect.any(Number),
    })
    expect(await rowOf(response)).toMatchObject({ input_tokens: 11, output_tokens: 5, is_estimated: 0 })
  })

  it('hands usage to whoever asked for it', async () => {
    vendor.play((response) => {
      const send = beginStream(response)
      for (const event of [delta('a'), finish, usageEvent, '[DONE]']) send(event)
      response.end()
    })
    const body = ask({ stream: true, stream_options: { include_usage: true, x: 1 } })
    const events = eventsIn(await (await client.chat(body)).text())
    expect(events).toEqual([delta('a'), finish, usageEvent, '[DONE]'])
    expect(vendor.requests[0]?.body.stream_options).toEqual({ include_usage: true, x: 1 })
  })

  it('arrives while it is written', async () => {
    const { promise: seen, resolve: tellSeen } = Promise.withResolvers<void>()
    vendor.play(async (response) => {
      const send = beginStream(response)
      send(delta('first'))
      await seen
      send(finish)
      send('[DONE]')
      response.end()
    })
    const response = await client.chat(ask({ stream: true }))
    const reader = response.body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toContain('first')
    tellSeen()
    let rest = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      rest += Buffer.from(part.value)
    expect(eventsIn(rest)).toEqual([finish, '[DONE]'])
  })

  it('frees the socket of the vendor when the client hangs up, before and after the first word', async () => {
    for (const word of [null, 'first']) {
      const { promise: asked, resolve: tellAsked } = Promise.withResolvers<void>()
      vendor.play((response) => {
        if (word !== null) beginStream(response)(delta(word))
        tellAsked()
      })
      const controller = new AbortController()
      const hangUp = vendor.nextHangUp()
      const answer = client.chat(ask({ stream: true }), controller.signal)
      answer.catch(() => {}) // It is aborted below.
      await asked
      if (word !== null) await (await answer).body?.getReader().read()
      controller.abort()
      await hangUp
    }
  })

  it.each([
    [401, 502, 'provider_refused', /Vendor refused the account/],
    [402, 502, 'provider_refused', /Vendor/],
    [403, 502, 'provider_refused', /Vendor/],
    [500, 502, 'provider_failed', /Vendor failed \(500\)/],
    [529, 502, 'provider_failed', /Vendor/],
    [302, 502, 'provider_failed', /Vendor/],
    [408, 504, 'provider_timeout', /in time/],
    [404, 404, 'model_not_found', /any\/model/],
  ])('a %i of the vendor is told as %i', async (status, told, code, message) => {
    for (const stream of [false, true]) {
      const secret = { error: { message: 'Incorrect API key provided: vendor-secret' } }
      vendor.play((response) => sendJson(response, secret, status, { location: 'http://127.0.0.1:1/' }))
      const error = await client.error(ask({ stream }))
      expect([error.status, error.code]).toEqual([told, code])
      expect(error.message).toMatch(message)
      expect(error.message).not.toContain('vendor-secret')
    }
  })

  it('a vendor that is busy says for how long', async () => {
    vendor.play((response) => sendJson(response, {}, 429, { 'retry-after': '7' }))
    const error = await client.error(ask())
    expect([error.status, error.type, error.headers.get('retry-after')]).toEqual([429, 'rate_limit_error', '7'])
  })

  it('what the vendor says of the request itself reaches the client', async () => {
    const error = { message: 'max_tokens is too large', type: 'x', param: 'max_tokens', code: 'too_large' }
    vendor.play((response) => sendJson(response, { error }, 400))
    expect(await client.error(ask())).toMatchObject({ ...error, status: 400, type: 'invalid_request_error' })
  })

  describe('rubbish', () => {
    it.each([
      ['no JSON', 'application/json', '{"choices":['],
      ['HTML', 'text/html', '<html>busy</html>'],
      ['a list', 'application/json', '[]'],
      ['an error with a good status', 'application/json', '{"error":{"message":"busy"}}'],
      ['nothing', 'application/json', ''],
    ])('%s is a 502', async (_name, contentType, text) => {
      for (const stream of [false, true]) {
        vendor.play((response) => void response.writeHead(200, { 'content-type': contentType }).end(text))
        expect(await client.error(ask({ stream }))).toMatchObject({ status: 502, type: 'server_error' })
      }
    })

    it('an error in one piece is told in its own words, to whoever asked for a stream too', async () => {
      vendor.play((response) => sendJson(response, { error: { message: 'The queue is full', code: 503 } }))
      for (const stream of [false, true]) {
        const error = await client.error(ask({ stream }))
        expect(error).toMatchObject({
          status: 502,
          code: 'provider_failed',
          message: 'Vendor failed: The queue is full',
        })
      }
    })

    it.each([
      ['rubbish first', ['garbage'], 502],
      ['an error first', [{ error: { message: 'overloaded' } }], 502],
      ['nothing at all', [], 502],
    ])('%s in a stream is still a status', async (_name, events, status) => {
      vendor.play((response) => {
        const send = beginStream(response)
        response.write(': OPENROUTER PROCESSING\n\n')
        for (const event of events) send(event)
        response.end()
      })
      expect(await client.error(ask({ stream: true }))).toMatchObject({ status })
    })

    it.each([
      [
        'cut',
        (response: import('node:http').ServerResponse) => void response.socket?.destroySoon(),
        'provider_broke_off',
      ],
      ['ended too early', (response: import('node:http').ServerResponse) => void response.end(), 'provider_broke_off'],
      [
        'rubbish',
        (response: import('node:http').ServerResponse) => void response.end('data: {"choices":[{"delta"\n\n'),
        'provider_unreadable',
      ],
      [
        'an error',
        (response: import('node:http').ServerResponse) =>
          void response.end('data: {"error":{"message":"overloaded"}}\n\n'),
        'provider_failed',
      ],
    ])('after the first word a stream that is %s ends with an error event', async (_name, end, code) => {
      vendor.play((response) => {
        beginStream(response)(delta('a'))
        setTimeout(() => end(response), 20)
      })
      const response = await client.chat(ask({ stream: true }))
      const [first, last, ...more] = eventsIn(await response.text())
      expect([first, more]).toEqual([delta('a'), []])
      expect(last).toMatchObject({ error: { code, type: 'server_error', param: null } })
      expect(await rowOf(response)).toMatchObject({ status: 200, outcome: 'failed', error_code: code })
    })

    it('a cut answer in one piece is a 502', async () => {
      vendor.play((response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
        response.write('{"choices":')
        setTimeout(() => response.socket?.destroySoon(), 20)
      })
      expect(await client.error(ask())).toMatchObject({ status: 502, code: 'provider_broke_off' })
    })
  })

  it('a provider that is not there is a 502', async () => {
    await app.container.providers.create({
      name: 'Gone',
      type: 'custom',
      baseUrl: 'http://127.0.0.1:9/v1',
      model: 'm',
      apiKey: null,
      contextWindowTokens: 8_192,
      isEnabled: true,
      isDefault: false,
    })
    expect(await client.error({ ...ask(), model: 'gone/m' })).toMatchObject({
      status: 502,
      code: 'provider_unreachable',
    })
  })

  it('sends a request again that met a connection which was just being closed', async () => {
    vendor.play((response) => sendJson(response, completion))
    await (await client.chat(ask())).json()
    const newest = vendor.connectionCount
    vendor.play((response, { socketNumber }) => {
      if (socketNumber <= newest) response.socket?.destroy()
      else sendJson(response, completion)
    })
    const response = await client.chat(ask())
    expect([response.status, await response.json()]).toEqual([200, completion])
    expect(vendor.requests.map(({ socketNumber }) => socketNumber <= newest)).toEqual([true, false])
  })

  it('waits for a client that reads slowly, and the vendor waits with it', async () => {
    const large = delta('x'.repeat(50_000))
    let written = 0
    vendor.play(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (; written < 400 && !response.destroyed; written++)
        if (!response.write(`data: ${JSON.stringify(large)}\n\n`))
          await new Promise((resolve) => response.once('drain', resolve))
      response.end(`data: ${JSON.stringify(finish)}\n\ndata: [DONE]\n\n`)
    })
    const response = await client.chat(ask({ stream: true }))
    const reader = response.body?.getReader()
    await reader?.read()
    // 20 MB would be on their way if nobody held them back.
    let [last, same] = [-1, 0]
    while (same < 20) {
      same = written === last ? same + 1 : 0
      last = written
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(written).toBeLessThan(300)
    let text = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += Buffer.from(part.value)
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  it('ends when the key is revoked', async () => {
    const other = await openAiClient(app)
    vendor.play((response) => beginStream(response)(delta('a')))
    const hangUp = vendor.nextHangUp()
    const response = await other.chat(ask({ stream: true }))
    await app.container.apiKeys.revoke({ kind: 'system' }, other.keyId)
    await hangUp
    expect(eventsIn(await response.text()).at(-1)).toMatchObject({ error: { code: 'invalid_api_key' } })
  })

  it.each([
    ['no model', {}, 400, 'model'],
    ['a model that is a number', { model: 5 }, 400, 'model'],
    ['a stream that is a word', { model: 'vendor/m', stream: 'yes' }, 400, 'stream'],
    ['an unknown provider', { model: 'nobody/m' }, 404, 'model'],
    ['an unknown model', { model: 'gpt-4o' }, 404, 'model'],
    ['a provider without a model', { model: 'vendor/' }, 404, 'model'],
    ['a slash alone', { model: '/' }, 404, 'model'],
  ])('refuses %s', async (_name, body, status, param) => {
    vendor.play((response) => sendJson(response, completion))
    expect(await client.error(body)).toMatchObject({ status, param })
    expect(vendor.requests).toEqual([])
  })

  it.each(['', '[]', '{"model":"vendor/m"', '{"model":"vendor/m","model":"vendor/n"}', 'null'])(
    'refuses a body that is %s',
    async (body) => expect(await client.error(body)).toMatchObject({ status: 400, type: 'invalid_request_error' }),
  )

  it('refuses a body that is no JSON by its type', async () => {
    const response = await app.call('POST', '/v1/chat/completions', {
      headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/octet-stream' },
      body: 'x',
    })
    expect([response.status, ((await response.json()) as ErrorBody).error.code]).toEqual([
      415,
      'unsupported_media_type',
    ])
  })
})
