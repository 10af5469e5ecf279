import {
  type FakeOpenAiServer,
  fakeOpenAiKey,
  startFakeOpenAiServer,
} from '@secretary/models/testing/fake-openai-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { testDatabases } from '#server-test/support/databases.ts'
import { readEvents, type WireEvent } from '#server-test/support/read-events.ts'

type Session = Awaited<ReturnType<TestApp['logIn']>>

describe.each(testDatabases())('a conversation on $name', ({ name, isMissing }) => {
  let app: TestApp
  let admin: Session
  let vendor: FakeOpenAiServer

  beforeAll(async () => {
    vendor = await startFakeOpenAiServer()
  })
  afterAll(() => vendor.close())
  beforeEach(async (context) => {
    // The reason stands beside every test that needs it.
    if (isMissing) return context.skip('PostgreSQL is not installed')
    app = await startTestApp({ database: name })
    admin = await app.logIn('admin')
  })
  afterEach(async () => {
    if (!isMissing) await app.close()
  })

  const json = async <T>(response: Response | Promise<Response>) => (await (await response).json()) as T
  const begin = async (as = admin) =>
    (await json<{ id: string }>(app.call('POST', '/admin/chat/sessions', { as, body: {} }))).id
  const stream = async (id: string, body: object, as = admin) =>
    readEvents(await app.call('POST', `/admin/chat/sessions/${id}/stream`, { as, body })).all()
  const detail = (id: string, as = admin) =>
    json<{
      messages: {
        id: string
        role: string
        content: string
        state: string
        answer: { source: string } | null
        siblings: { index: number; ids: string[] }
      }[]
      hasLead: boolean
      activeTurnId: string | null
    }>(app.call('GET', `/admin/chat/sessions/${id}`, { as }))
  const teach = (question: string, answer: string) =>
    app.call('POST', '/admin/faq/entries', { as: admin, body: { question, answer } })
  const connect = () =>
    app.call('POST', '/admin/llm/providers', {
      as: admin,
      body: { name: 'Fake', baseUrl: vendor.baseUrl, model: 'small', apiKey: fakeOpenAiKey },
    })
  const textOf = (events: readonly WireEvent[]) =>
    events.map(({ data }) => (data.type === 'text-delta' ? data.text : '')).join('')
  const sourceOf = (events: readonly WireEvent[]) =>
    events.flatMap(({ data }) => (data.type === 'answer-source' ? [data.answer.source] : []))

  it('answers from the FAQ, and stores what it answered and why', async () => {
    await teach('Где вы находитесь?', 'На Ленина, 5.')
    const id = await begin()
    const events = await stream(id, { content: 'где вы находитесь' })
    expect(events.map(({ data }) => data.type)).toEqual(['turn-start', 'answer-source', 'text-delta', 'finish'])
    const { messages } = await detail(id)
    expect(messages).toMatchObject([
      { role: 'user' },
      {
        role: 'assistant',
        content: 'На Ленина, 5.',
        state: 'complete',
        answer: { source: 'faq', faq: { kind: 'exact', score: 1 } },
      },
    ])
  })

  it('shows the end of a long conversation, and what was said before it page by page, whole and in order', async () => {
    const id = await begin()
    const ids = Array.from({ length: 350 }, () => newId())
    for (const [index, messageId] of ids.entries())
      await app.container.db
        .insertInto('messages')
        .values({
          id: messageId,
          conversation_id: id,
          parent_id: ids[index - 1] ?? null,
          role: index % 2 === 0 ? 'user' : 'assistant',
          content: `${index}`,
          state: 'complete',
          turn_id: null,
          client_message_id: null,
          is_edited: 0,
          created_at: new Date(index * 1_000).toISOString(),
          deleted_at: null,
        })
        .execute()
    await app.container.db
      .updateTable('conversations')
      .set({ active_message_id: ids.at(-1) ?? null })
      .execute()
    const pages: string[][] = []
    for (let before: string | undefined; ; ) {
      const query = before === undefined ? '' : `?before=${before}`
      const page = await json<{ messages: { id: string }[]; hasEarlier: boolean }>(
        app.call('GET', `/admin/chat/sessions/${id}${query}`, { as: admin }),
      )
      pages.unshift(page.messages.map((message) => message.id))
      before = page.messages[0]?.id
      if (!page.hasEarlier) break
    }
    expect(pages.map(({ length }) => length)).toEqual([100, 100, 150])
    expect(pages.flat()).toEqual(ids)
    const foreign = await app.call('GET', `/admin/chat/sessions/${id}?before=${newId()}`, { as: admin })
    expect(foreign.status).toBe(404)
  })

  it('says honestly that it does not know, takes a message, and marks the conversation', async () => {
    const id = await begin()
    expect(sourceOf(await stream(id, { content: 'Сколько весит Луна?' }))).toEqual(['fallback'])
    const taken = await stream(id, { content: 'Иван, +7 999 123-45-67' })
    expect(sourceOf(taken)).toEqual(['message-taking'])
    expect(textOf(taken)).toContain('Иван')
    expect((await detail(id)).hasLead).toBe(true)
    expect(await app.container.db.selectFrom('leads').selectAll().execute()).toMatchObject([
      { name: 'Иван', contact: '+7 999 123-45-67' },
    ])
  })

  it('lets the model answer with the near entries as sources, and counts its tokens', async () => {
    await connect()
    vendor.answerWith({ deltas: ['Луна ', 'весит ', 'много.'] })
    const id = await begin()
    const events = await stream(id, { content: 'Сколько весит Луна?' })
    expect([textOf(events), sourceOf(events)]).toEqual(['Луна весит много.', ['model']])
    expect(await app.container.db.selectFrom('usage').selectAll().execute()).toMatchObject([
      { kind: 'llm', input_tokens: 7, output_tokens: 3, is_estimated: 0 },
    ])
    await stream(id, { content: 'А Солнце?' })
    const sent = vendor.requests.at(-1) as { messages: { role: string; content: string }[] }
    expect(sent.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  })

  it('goes on without a model that fails before its first word, and keeps what was said by one that breaks off', async () => {
    await connect()
    vendor.answerWith({ status: 503 })
    const id = await begin()
    const events = await stream(id, { content: 'Сколько весит Луна?' })
    expect(events.map(({ data }) => data.type)).toContain('notice')
    expect(sourceOf(events)).toEqual(['fallback'])
    vendor.answerWith({ deltas: ['Луна весит'], ending: 'cut' })
    expect((await stream(id, { content: 'Ещё раз: сколько весит Луна?' })).at(-1)?.data).toMatchObject({
      type: 'error',
      code: 'model_failed',
    })
    expect((await detail(id)).messages.at(-1)).toMatchObject({ content: 'Луна весит', state: 'interrupted' })
  })

  it('acknowledges at once, answers on the stream of events, and repeats to one who reconnects what he missed', async () => {
    await connect()
    vendor.answerWith({ deltas: Array.from({ length: 20 }, (_, index) => `${index} `), delayMs: 10 })
    const id = await begin()
    const first = readEvents(await app.call('GET', `/admin/chat/sessions/${id}/events`, { as: admin }))
    const accepted = await app.call('POST', `/admin/chat/sessions/${id}/messages`, {
      as: admin,
      body: { content: 'Считай' },
    })
    expect(accepted.status).toBe(202)
    const seen: WireEvent[] = []
    for await (const event of first) {
      seen.push(event)
      if (textOf(seen).includes('5 ')) break
    }
    const headers = { 'last-event-id': seen.at(-1)?.id ?? '' }
    const second = readEvents(await app.call('GET', `/admin/chat/sessions/${id}/events`, { as: admin, headers }))
    const rest: WireEvent[] = []
    for await (const event of second) {
      rest.push(event)
      if (event.data.type === 'finish') break
    }
    expect(textOf([...seen, ...rest])).toBe(Array.from({ length: 20 }, (_, index) => `${index} `).join(''))
  })

  it('queues a second message, stores one message for one client id, and stops on request', async () => {
    await connect()
    vendor.answerWith({ deltas: Array<string>(40).fill('слово '), delayMs: 10 })
    const id = await begin()
    const send = (content: string, clientMessageId: string) =>
      app.call('POST', `/admin/chat/sessions/${id}/messages`, { as: admin, body: { content, clientMessageId } })
    const events = readEvents(await app.call('GET', `/admin/chat/sessions/${id}/events`, { as: admin }))
    const [one, again] = [await json<object>(send('Один', 'a')), await json<object>(send('Один', 'a'))]
    expect(again).toEqual(one)
    await send('Два', 'b')
    const finished: string[] = []
    for await (const { data } of events) {
      if (data.type === 'text-delta' && finished.length < 2)
        // By its name: a word that arrives late must not stop the turn behind it.
        await app.call('POST', `/admin/chat/sessions/${id}/stop`, { as: admin, body: { turnId: data.turnId } })
      if (data.type === 'finish') finished.push(data.finishReason)
      if (finished.length === 2) break
    }
    expect(finished).toEqual(['cancelled', 'cancelled'])
    const { messages } = await detail(id)
    expect(messages.map(({ role, state }) => `${role} ${state}`)).toEqual([
      'user complete',
      'assistant interrupted',
      'user complete',
      'assistant interrupted',
    ])
  })

  it('answers a one-shot question that is sent again with the stored answer, also long after', async () => {
    await teach('Когда вы открыты?', 'С 9 до 18.')
    const id = await begin()
    const body = { content: 'Когда вы открыты?', clientMessageId: 'again' }
    const first = await stream(id, body)
    await stream(id, { content: 'Когда вы открыты?' }) // Another turn: the first one is no longer kept for streams.
    const again = await stream(id, body)
    expect(textOf(again)).toBe(textOf(first))
    expect(again.map(({ data }) => data.type)).toEqual(['turn-start', 'answer-source', 'text-delta', 'finish'])
    expect((await detail(id)).messages.filter(({ role }) => role === 'user')).toHaveLength(2)
  })

  it('frees the model when the client of a one-shot question hangs up, and keeps what was said', async () => {
    await connect()
    vendor.answerWith({ deltas: Array.from({ length: 200 }, () => 'слово '), delayMs: 20 })
    const [id, before, client] = [await begin(), vendor.abortedCount, new AbortController()]
    const response = await app.call('POST', `/admin/chat/sessions/${id}/stream`, {
      as: admin,
      body: { content: 'Расскажите необычное' },
      signal: client.signal,
    })
    await readEvents(response).until(({ data }) => data.type === 'text-delta')
    client.abort()
    await expect.poll(() => vendor.abortedCount, { timeout: 5_000 }).toBe(before + 1)
    await expect.poll(async () => (await detail(id)).messages.at(-1)).toMatchObject({ state: 'interrupted' })
  })

  it.each([
    ['before it is stored', 'conversations', 'find', 'no message'],
    ['between storing and answering', 'acceptMessage', 'send', 'interrupted'],
  ] as const)('answers nobody who hung up %s', async (_when, room, method, left) => {
    await connect()
    vendor.answerWith({ deltas: Array.from({ length: 10_000 }, () => 'слово '), delayMs: 20 })
    const [id, client] = [await begin(), new AbortController()]
    const closed = new Promise<void>((resolve) =>
      app.app.server.once('request', (_request, response) => response.once('close', () => resolve())),
    )
    // The server is busy until the client has gone.
    const target = app.container[room] as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>
    const original = target[method]
    const reached = new Promise<void>((resolve) => {
      target[method] = async (...words) => {
        target[method] = original as never
        const result = await original?.(...words)
        resolve()
        await closed
        return result
      }
    })
    const call = app.call('POST', `/admin/chat/sessions/${id}/stream`, {
      as: admin,
      body: { content: 'Расскажите необычное' },
      signal: client.signal,
    })
    call.catch(() => {}) // It was given up.
    await reached
    client.abort()
    await expect.poll(() => app.container.openStreams.count).toBe(0)
    await expect
      .poll(async () =>
        (await app.container.db.selectFrom('turns').select('state').execute()).map(({ state }) => state),
      )
      .toEqual(left === 'no message' ? [] : ['interrupted'])
    expect((await detail(id)).activeTurnId).toBeNull()
  })

  it('keeps every version: edits and new answers are siblings, and each branch can be gone back to', async () => {
    await teach('Один?', 'Первый')
    await teach('Два?', 'Второй')
    const id = await begin()
    await stream(id, { content: 'Один?' })
    const [question, answer] = (await detail(id)).messages
    const done = readEvents(await app.call('GET', `/admin/chat/sessions/${id}/events`, { as: admin }))
    await app.call('PUT', `/admin/chat/sessions/${id}/messages/${question?.id}`, {
      as: admin,
      body: { content: 'Два?' },
    })
    await done.until(
      (event) =>
        event.data.type === 'finish' &&
        event.data.finishReason === 'stop' &&
        event.id?.includes(':') === true &&
        textOf([event]) === '',
    )
    await expect.poll(async () => (await detail(id)).messages.map(({ content }) => content)).toEqual(['Два?', 'Второй'])
    expect((await detail(id)).messages[0]?.siblings).toMatchObject({
      index: 1,
      ids: [question?.id, expect.any(String)],
    })
    await app.call('POST', `/admin/chat/sessions/${id}/branches/switch`, { as: admin, body: { messageId: answer?.id } })
    expect((await detail(id)).messages.map(({ content }) => content)).toEqual(['Один?', 'Первый'])
    await app.call('POST', `/admin/chat/sessions/${id}/messages/${answer?.id}/regenerate`, { as: admin, body: {} })
    await expect.poll(async () => (await detail(id)).messages.at(-1)?.siblings.ids.length).toBe(2)
    await app.call('DELETE', `/admin/chat/sessions/${id}/messages/${question?.id}`, { as: admin })
    expect((await detail(id)).messages.map(({ content }) => content)).toEqual(['Два?', 'Второй'])
  })

  it('does not exist for anybody but its owner and admins, and guests see none', async () => {
    const [owner, stranger, guest] = [await app.logIn('user'), await app.logIn('user'), await app.logIn('guest')]
    const id = await begin(owner)
    await stream(id, { content: 'Привет' }, owner)
    const messageId = (await detail(id, owner)).messages[0]?.id
    const calls: [string, string, object?][] = [
      ['GET', ''], ['PATCH', '', { title: 'x' }], ['DELETE', ''], ['POST', '/restore', {}], ['GET', '/export'], ['GET', '/branches'], ['GET', '/events'],
      ['POST', '/branches/switch', { messageId }], ['POST', '/messages', { content: 'x' }], ['POST', '/stream', { content: 'x' }], ['POST', '/stop', {}],
      ['PUT', `/messages/${messageId}`, { content: 'x' }], ['POST', `/messages/${messageId}/regenerate`, {}], ['DELETE', `/messages/${messageId}`],
    ] // biome-ignore format: a table reads better in rows
    for (const [method, path, body] of calls) {
      expect([
        method,
        path,
        (await app.call(method, `/admin/chat/sessions/${id}${path}`, { as: stranger, ...(body && { body }) })).status,
      ]).toEqual([method, path, 404])
      expect(
        (await app.call(method, `/admin/chat/sessions/${id}${path}`, { as: guest, ...(body && { body }) })).status,
      ).toBe(403)
    }
    expect((await json<{ items: unknown[] }>(app.call('GET', '/admin/chat/sessions', { as: stranger }))).items).toEqual(
      [],
    )
    expect(
      (await json<{ items: unknown[] }>(app.call('GET', '/admin/chat/sessions', { as: admin }))).items,
    ).toHaveLength(1)
    // Another conversation's message under one's own conversation is a foreign id inside a body.
    const own = await begin(stranger)
    expect(
      (await app.call('POST', `/admin/chat/sessions/${own}/branches/switch`, { as: stranger, body: { messageId } }))
        .status,
    ).toBe(404)
  })

  it('pages conversations without losing or doubling one, finds them by word, and takes a deletion back', async () => {
    const ids = []
    for (let count = 0; count < 5; count++) ids.push(await begin())
    await app.call('PATCH', `/admin/chat/sessions/${ids[0]}`, {
      as: admin,
      body: { isPinned: true, title: 'Ёлка и ПОДАРКИ' },
    })
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await json(
        app.call('GET', `/admin/chat/sessions?limit=2${cursor && `&cursor=${cursor}`}`, { as: admin }),
      )
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor
    }
    expect(seen[0]).toBe(ids[0])
    expect([...seen].sort()).toEqual([...ids].sort())
    const found = await json<{ items: { id: string }[] }>(
      app.call('GET', `/admin/chat/sessions?search=${encodeURIComponent('елка подарк')}`, { as: admin }),
    )
    expect(found.items.map((item) => item.id)).toEqual([ids[0]])
    await app.call('DELETE', `/admin/chat/sessions/${ids[0]}`, { as: admin })
    expect((await app.call('GET', `/admin/chat/sessions/${ids[0]}`, { as: admin })).status).toBe(404)
    expect((await app.call('POST', `/admin/chat/sessions/${ids[0]}/restore`, { as: admin, body: {} })).status).toBe(200)
  })
})
