import {
  type FakeOpenAiServer,
  fakeOpenAiKey,
  startFakeOpenAiServer,
} from '@secretary/models/testing/fake-openai-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import { newId } from '#server/platform/ids.ts'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { testDatabases } from '#server-test/support/databases.ts'
import { callRow, eventsIn, type OpenAiClient, openAiClient } from '#server-test/support/openai-client.ts'

interface Completion {
  id: string
  model: string
  choices: { message: { role: string; content: string }; finish_reason: string }[]
  usage: object
  metadata?: { conversation_id: string }
}
interface Chunk {
  id: string
  model: string
  choices: { delta: { role?: string; content?: string }; finish_reason: string | null }[]
  usage?: object | null
  metadata?: { conversation_id: string }
}

describe.each(testDatabases())('the secretary as a model, on $name', ({ name, isMissing }) => {
  let app: TestApp
  let vendor: FakeOpenAiServer
  let client: OpenAiClient

  beforeAll(async () => {
    if (isMissing) return
    vendor = await startFakeOpenAiServer()
    app = await startTestApp({ database: name })
    client = await openAiClient(app)
    const admin = await app.logIn('admin')
    const entry = { question: 'Когда вы открыты?', answer: 'С девяти до шести.' }
    await app.call('POST', '/admin/faq/entries', { as: admin, body: entry })
    await app.container.providers.create({
      name: 'Fake',
      type: 'custom',
      baseUrl: vendor.baseUrl,
      model: 'small',
      apiKey: fakeOpenAiKey,
      contextWindowTokens: 8_192,
      isEnabled: true,
      isDefault: true,
    })
  })
  afterAll(async () => {
    if (isMissing) return
    await app.close()
    await vendor.close()
  })
  beforeEach((context) => {
    // The reason stands beside every test that needs it.
    if (isMissing) return context.skip('PostgreSQL is not installed')
    vendor.answerWith({ deltas: ['Мы ', 'рядом.'] })
  })

  const ask = (content: unknown, extra: object = {}) => ({
    model: 'secretary',
    messages: [{ role: 'user', content }],
    ...extra,
  })
  const complete = async (body: object) => {
    const response = await client.chat(body)
    const completion = (await response.json()) as Completion
    return { response, completion, text: completion.choices?.[0]?.message.content }
  }
  const stream = async (body: object) => {
    const response = await client.chat({ ...body, stream: true })
    const text = await response.text()
    const chunks = eventsIn(text).filter((event) => event !== '[DONE]') as Chunk[]
    return { response, text, chunks, content: chunks.map(({ choices }) => choices?.[0]?.delta.content ?? '').join('') }
  }
  const tables = async () => {
    const count = async (table: 'conversations' | 'messages' | 'turns') =>
      (await app.container.db.selectFrom(table).select('id').execute()).length
    return [await count('conversations'), await count('messages'), await count('turns')]
  }

  it('answers from the FAQ at once and keeps nothing of it but a row', async () => {
    const before = await tables()
    const { completion, text, response } = await complete(ask('Когда вы открыты?'))
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(text).toBe('С девяти до шести.')
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-[0-9a-f]{32}$/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'secretary',
      choices: [{ index: 0, message: { role: 'assistant' }, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    })
    expect(completion.metadata).toBeUndefined()
    expect(await tables()).toEqual(before)
  })

  it('answers by the model, with what was said before and under the prompt of the request', async () => {
    const { text, completion } = await complete({
      model: 'secretary',
      messages: [
        { role: 'system', content: 'Отвечай кратко.' },
        { role: 'developer', content: [{ type: 'text', text: 'И вежливо.' }] },
        { role: 'user', content: 'Есть парковка?' },
        { role: 'assistant', content: 'Есть.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'А далеко' },
            { type: 'text', text: 'ли она?' },
          ],
        },
      ],
      temperature: 0.3,
      top_p: 0.5,
      max_completion_tokens: 50,
      stop: '###',
      seed: 4,
      user: 'u1',
      x_unknown: { a: 1 },
    })
    expect(text).toBe('Мы рядом.')
    expect(completion.usage).toEqual({ prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 })
    expect(vendor.requests.at(-1)).toMatchObject({
      messages: [
        { role: 'system', content: 'Отвечай кратко.\n\nИ вежливо.' },
        { role: 'user', content: 'Есть парковка?' },
        { role: 'assistant', content: 'Есть.' },
        { role: 'user', content: 'А далеко\nли она?' },
      ],
      temperature: 0.3,
      top_p: 0.5,
      max_tokens: 50,
      stop: ['###'],
      seed: 4,
      user: 'u1',
    })
    expect(vendor.requests.at(-1)).not.toHaveProperty('x_unknown')
  })

  it('streams: the role first, the reason at the end, usage only for whoever asks', async () => {
    const { chunks, content, text, response } = await stream(ask('Где вы?'))
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(
      text
        .split('\n\n')
        .filter((block) => block !== '')
        .every((block) => block.startsWith('data: ')),
    ).toBe(true)
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true)
    expect(content).toBe('Мы рядом.')
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' })
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop')
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    expect(chunks.every((chunk) => !('usage' in chunk) && chunk.choices.length === 1)).toBe(true)

    const asked = await stream(ask('Где вы?', { stream_options: { include_usage: true } }))
    expect(asked.chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 10 } })
    expect(asked.chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true)
  })

  it('keeps to the limit of tokens and ends at a stop sequence, whoever answers', async () => {
    const short = await complete(ask('Когда вы открыты?', { max_tokens: 2 }))
    expect(short.completion.choices[0]?.finish_reason).toBe('length')
    expect('С девяти до шести.'.startsWith(short.text ?? '?')).toBe(true)
    expect((short.text ?? '').length).toBeLessThan(8)
    expect((await complete(ask('Когда вы открыты?', { stop: ['до'] }))).text).toBe('С девяти ')
    vendor.answerWith({ deltas: ['раз #', '## два'] })
    expect((await stream(ask('Где вы?', { stop: ['###'] }))).content).toBe('раз ')
  })

  it('says honestly that it does not know, and promises nothing that nobody would keep', async () => {
    vendor.answerWith({ status: 500 })
    const { text } = await complete(ask('Есть ли у вас парковка?'))
    expect(text).toMatch(/не знаю/)
    expect(text).not.toMatch(/телефон/)
  })

  it('a model that fails in mid-answer is an error: a status, or the last event', async () => {
    vendor.answerWith({ deltas: ['Мы '], ending: 'cut' })
    expect(await client.error(ask('Где вы?'))).toMatchObject({
      status: 502,
      code: 'model_failed',
      type: 'server_error',
    })
    const { text } = await stream(ask('Где вы?'))
    expect(eventsIn(text).at(-1)).toMatchObject({ error: { code: 'model_failed', param: null } })
    expect(text).not.toContain('[DONE]')
  })

  it('leaves a row that says how the answer came about', async () => {
    const { response } = await complete(ask('Когда вы открыты?', { metadata: { ticket: '7' }, user: 'u2' }))
    const id = response.headers.get('x-request-id') ?? ''
    const row = await callRow(app, id)
    expect(row).toMatchObject({ model: 'secretary', status: 200, answer_source: 'faq', provider_id: null })
    expect(JSON.parse(row?.trace ?? '')).toMatchObject({
      answer: { source: 'faq' },
      metadata: { ticket: '7' },
      endUser: 'u2',
    })
  })

  it('frees the model when the client hangs up', async () => {
    vendor.answerWith({ deltas: ['a'], ending: 'stall' })
    const controller = new AbortController()
    const before = vendor.abortedCount
    const response = await client.chat(ask('Где вы?', { stream: true }), controller.signal)
    await response.body?.getReader().read()
    controller.abort()
    await expect.poll(() => vendor.abortedCount).toBe(before + 1)
  })

  describe('a conversation that is kept', () => {
    it('begins when it is asked for and goes on by its id, with what was said before', async () => {
      const first = await complete(ask('Где вы?', { metadata: { conversation_id: 'new' } }))
      const id = first.completion.metadata?.conversation_id ?? ''
      expect(first.response.headers.get('x-conversation-id')).toBe(id)
      expect(first.completion.usage).toEqual({ prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 })
      const next = await stream(ask('Долго ли идти?', { metadata: { conversation_id: id } }))
      expect(next.response.headers.get('x-conversation-id')).toBe(id)
      expect(next.chunks[0]?.metadata).toEqual({ conversation_id: id })
      expect(next.content).toBe('Мы рядом.')
      expect(vendor.requests.at(-1)?.messages).toMatchObject([
        { role: 'system' },
        { role: 'user', content: 'Где вы?' },
        { role: 'assistant', content: 'Мы рядом.' },
        { role: 'user', content: 'Долго ли идти?' },
      ])
      const admin = await app.logIn('admin')
      const stored = await (await app.call('GET', `/admin/chat/sessions/${id}`, { as: admin })).json()
      expect(stored).toMatchObject({ source: 'api', sourceId: client.keyId, messageCount: 4 })
    })

    it('takes the prompt and the parameters of the request too', async () => {
      const wishes = { metadata: { conversation_id: 'new' }, temperature: 0.1 }
      await complete({
        ...ask('Где вы?', wishes),
        messages: [
          { role: 'system', content: 'Рифмуй.' },
          { role: 'user', content: 'Где вы?' },
        ],
      })
      expect(vendor.requests.at(-1)).toMatchObject({ temperature: 0.1, messages: [{ content: 'Рифмуй.' }, {}] })
    })

    it('takes a message with name and contact, and keeps it', async () => {
      vendor.answerWith({ status: 500 })
      const first = await complete(ask('Есть ли парковка?', { metadata: { conversation_id: 'new' } }))
      expect(first.text).toMatch(/телефон/)
      const id = first.completion.metadata?.conversation_id
      const next = await complete(ask('Иван, +7 999 123-45-67', { metadata: { conversation_id: id } }))
      expect(next.text).toContain('Иван')
      const leads = await app.container.db
        .selectFrom('leads')
        .selectAll()
        .where('conversation_id', '=', id ?? '')
        .execute()
      expect(leads).toMatchObject([{ name: 'Иван', contact: '+7 999 123-45-67' }])
    })

    it('a model that fails in mid-answer is told there too', async () => {
      vendor.answerWith({ deltas: ['Мы '], ending: 'cut' })
      const metadata = { conversation_id: 'new' }
      expect(await client.error(ask('Где вы?', { metadata }))).toMatchObject({ status: 502, code: 'model_failed' })
      expect(eventsIn((await stream(ask('Где вы?', { metadata }))).text).at(-1)).toMatchObject({
        error: { code: 'model_failed' },
      })
    })

    it('opens to no other key, user or channel', async () => {
      const { completion } = await complete(ask('Где вы?', { metadata: { conversation_id: 'new' } }))
      const other = await openAiClient(app)
      const panel = await app.container.conversations.create(systemActor, {})
      const foreign = [
        [other, completion.metadata?.conversation_id],
        [client, panel.id],
        [client, newId()],
        [client, 'x'],
        [client, ''],
      ] as const
      for (const [who, id] of foreign)
        for (const isStream of [false, true])
          expect(await who.error(ask('Где?', { stream: isStream, metadata: { conversation_id: id } }))).toMatchObject({
            status: 404,
            code: 'conversation_not_found',
            param: 'metadata.conversation_id',
          })
    })

    it('stops the model when the client hangs up; what was said is kept', async () => {
      vendor.answerWith({ deltas: ['Мы '], ending: 'stall' })
      const controller = new AbortController()
      const before = vendor.abortedCount
      const response = await client.chat(
        ask('Где вы?', { stream: true, metadata: { conversation_id: 'new' } }),
        controller.signal,
      )
      await response.body?.getReader().read()
      controller.abort()
      await expect.poll(() => vendor.abortedCount).toBe(before + 1)
    })
  })

  it('refuses by name what it can not honour', async () => {
    const tools = [{ type: 'function', function: { name: 'f' } }]
    expect(await client.error(ask('Где вы?', { tools }))).toMatchObject({ status: 400, param: 'tools' })
  })

  it('accepts what asks for nothing', async () => {
    const neutral = {
      tools: [],
      tool_choice: 'auto',
      parallel_tool_calls: true,
      response_format: { type: 'text' },
      n: 1,
      logprobs: false,
      logit_bias: {},
      modalities: ['text'],
      store: false,
      service_tier: 'auto',
      audio: null,
      stop: null,
      temperature: null,
      stream_options: null,
    }
    expect((await complete(ask('Когда вы открыты?', neutral))).text).toBe('С девяти до шести.')
  })

  it('takes a megabyte and no more', async () => {
    const messages = [{ role: 'user', content: 'x'.repeat(1_100_000) }]
    expect(await client.error({ model: 'secretary', messages })).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    })
  })

  describe('the list of models', () => {
    it('knows what the provider told, without ever waiting for him', async () => {
      const ids = async () => (await client.models()).data.map(({ id }) => id)
      expect((await ids()).slice(0, 2)).toEqual(['secretary', 'fake/small'])
      await expect.poll(ids).toEqual(['secretary', 'fake/small', 'fake/gpt-5-small'])
      const [first] = (await client.models()).data
      expect(first).toEqual({ id: 'secretary', object: 'model', created: expect.any(Number), owned_by: 'secretary' })
    })

    it('has each model for itself, however its slash is written', async () => {
      for (const path of ['fake/small', 'fake%2Fsmall'])
        expect(await (await client.get(`/v1/models/${path}`)).json()).toMatchObject({
          id: 'fake/small',
          object: 'model',
          owned_by: 'fake',
        })
      expect(await (await client.get('/v1/models/secretary')).json()).toMatchObject({ id: 'secretary' })
      for (const unknown of ['nobody/m', 'gpt-4o', 'fake/none', 'fake/a/b/c']) {
        const response = await client.get(`/v1/models/${unknown}`)
        expect([response.status, await response.json()]).toMatchObject([404, { error: { code: 'model_not_found' } }])
      }
    })
  })
})
