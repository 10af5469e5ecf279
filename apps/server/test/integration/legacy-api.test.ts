import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { createKey, errorOf, withKey } from '#server-test/support/key-probes.ts'

describe('the older addresses', () => {
  let app: TestApp
  let key = ''
  const post = (path: string, body: unknown, as = key) => app.call('POST', path, { body, headers: withKey(as) })
  const answerOf = async (response: Response) => {
    expect(response.status).toBe(200)
    return (await response.json()) as { response: string; session_id: string }
  }

  beforeAll(async () => {
    app = await startTestApp()
    key = (await createKey(app)).key
    const as = await app.logIn('admin')
    const entry = { question: 'Где вы находитесь?', answer: 'На Ленина, 5.' }
    await app.call('POST', '/admin/faq/entries', { as, body: entry })
  })
  afterAll(() => app.close())

  it('answer in a conversation of their own, which goes on by its id', async () => {
    const first = await answerOf(await post('/chat', { text: 'Где вы находитесь?' }))
    expect(first.response).toBe('На Ленина, 5.')
    const second = await answerOf(await post('/chat', { text: 'Где вы находитесь?', session_id: first.session_id }))
    expect(second.session_id).toBe(first.session_id)
    const other = await answerOf(await post('/chat', { text: 'Где вы находитесь?', session_id: null }))
    expect(other.session_id).not.toBe(first.session_id)
    const row = await app.container.db
      .selectFrom('conversations')
      .selectAll()
      .where('id', '=', first.session_id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ source: 'api', owner_kind: 'system', message_count: 4 })
  })

  it('forget what was said, and keep the id', async () => {
    const { session_id } = await answerOf(await post('/chat', { text: 'Где вы находитесь?' }))
    const reset = await post('/reset_conversation', { session_id })
    expect(await reset.json()).toEqual({ status: 'ok', session_id })
    const { conversation, activePath } = await app.container.conversations.messages(systemActor, session_id)
    expect([conversation.activeMessageId, activePath]).toEqual([null, []])
    await answerOf(await post('/chat', { text: 'Где вы находитесь?', session_id }))
    expect((await app.container.conversations.messages(systemActor, session_id)).activePath).toHaveLength(2)
  })

  it('know no conversation of another key, nor of the panel', async () => {
    const { session_id } = await answerOf(await post('/chat', { text: 'Где вы находитесь?' }))
    const stranger = (await createKey(app)).key
    const admin = await app.logIn('admin')
    const made = await app.call('POST', '/admin/chat/sessions', { as: admin, body: {} })
    const { id: ofPanel } = (await made.json()) as { id: string }
    for (const [as, id] of [
      [stranger, session_id],
      [key, ofPanel],
      [key, 'no id at all'],
    ] as const)
      for (const path of ['/chat', '/reset_conversation']) {
        const refused = await post(path, { text: 'Где вы находитесь?', session_id: id }, as)
        expect(refused.status).toBe(404)
        expect(await errorOf(refused)).toMatchObject({ code: 'not_found' })
      }
  })

  it('speak, as a WAV file', async () => {
    const response = await post('/tts', { text: 'Добрый день' })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.subarray(0, 4).toString()).toBe('RIFF')
    expect(bytes.length).toBeGreaterThan(10_000)
  })

  it('take the scope of the key, and no other method', async () => {
    const chatOnly = (await createKey(app, { scopes: ['chat'] })).key
    expect((await post('/tts', { text: 'Добрый день' }, chatOnly)).status).toBe(403)
    const audioOnly = (await createKey(app, { scopes: ['audio'] })).key
    expect((await post('/chat', { text: 'Привет' }, audioOnly)).status).toBe(403)
    expect((await post('/chat', { text: 'Привет' }, 'wrong')).status).toBe(401)
    const wrongMethod = await app.call('GET', '/chat', { headers: withKey(key) })
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await errorOf(wrongMethod)).toMatchObject({ code: 'method_not_allowed' })
  })

  it('name the field that is wrong', async () => {
    for (const [path, body, param] of [
      ['/chat', {}, 'text'],
      ['/chat', { text: ' ' }, 'text'],
      ['/reset_conversation', {}, 'session_id'],
      ['/tts', { text: 'x'.repeat(5000) }, 'text'],
      ['/tts', { text: 'x', language: 'tlh' }, 'language'],
    ] as const) {
      const refused = await post(path, body)
      expect(refused.status).toBe(400)
      expect(await errorOf(refused)).toMatchObject({ param })
    }
  })

  it('leave an audit row that says which key, and nothing of what was said', async () => {
    const { session_id } = await answerOf(await post('/chat', { text: 'Где вы находитесь?' }))
    const row = await app.container.db
      .selectFrom('audit_events')
      .selectAll()
      .where('resource_id', '=', session_id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ action: 'chat.send', actor_kind: 'key', actor_name: 'Программа' })
    expect(row.changes).not.toContain('находитесь')
  })
})
