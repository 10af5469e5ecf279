import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { openAiClient } from '#server-test/support/openai-client.ts'

const MEGABYTE = 1024 * 1024

describe('a client that means no good', () => {
  let app: TestApp
  const sockets: Socket[] = []
  beforeAll(async () => {
    app = await startTestApp()
  })
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
  })
  afterAll(() => app.close())

  /** Bytes as they are, and what comes back for them until the server closes or says `until`. */
  function send(bytes: string | Buffer, until?: string) {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(bytes))
    sockets.push(socket)
    let heard = ''
    return new Promise<string>((resolve) => {
      socket.on('data', (piece) => {
        heard += piece.toString('latin1')
        if (until !== undefined && heard.includes(until)) resolve(heard)
      })
      socket.on('error', () => {})
      socket.once('close', () => resolve(heard))
    })
  }
  const post = (path: string, headers: Record<string, string | number>, body: string | Buffer = '') =>
    Buffer.concat([
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: x\r\n${Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      ),
      Buffer.from(body),
    ])

  it('and sends thousands of requests without waiting for an answer is cut off after a few', async () => {
    const heard = await send('GET /health HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3_000))
    expect(heard.split('HTTP/1.1 200').length).toBeLessThan(20)
  })

  it('is told of a body that is no UTF-8, and nothing of it is stored', async () => {
    const admin = await app.logIn('admin')
    const body = Buffer.concat([
      Buffer.from('{"question":"a'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('b","answer":"c"}'),
    ])
    const headers = { authorization: `Bearer ${admin.accessToken}`, 'content-type': 'application/json' }
    const heard = await send(
      post('/admin/faq/entries', { ...headers, 'content-length': body.length, connection: 'close' }, body),
    )
    expect(heard).toMatch(/^HTTP\/1.1 400 .*invalid_encoding/s)
    const { items } = (await (await app.call('GET', '/admin/faq/entries', { as: admin })).json()) as {
      items: unknown[]
    }
    expect(items).toEqual([])
  })

  it('sends nothing packed: a small body may be a very large one', async () => {
    const admin = await app.logIn('admin')
    const headers = { 'content-encoding': 'gzip' }
    const response = await app.call('POST', '/admin/faq/entries', { as: admin, body: {}, headers })
    expect([response.status, await response.json()]).toEqual([
      415,
      expect.objectContaining({ code: 'unsupported_media_type' }),
    ])
  })

  it('and begins many large bodies that never end takes no room from others, and gives it back', async () => {
    const [greedy, other] = [await openAiClient(app), await openAiClient(app)]
    const slow = post('/v1/chat/completions', {
      authorization: `Bearer ${greedy.key}`,
      'content-type': 'application/json',
      'content-length': 16 * MEGABYTE,
      expect: '100-continue',
    })
    // Each of them is under way once the server asks for its body.
    for (let count = 0; count < 6; count++) await send(slow, '100 Continue')
    // Read to its end, and then refused as a question: 400 is the answer of whoever had room for it.
    const large = { model: 'secretary', messages: [{ role: 'user', content: 'x'.repeat(300_000) }] }
    const status = async (client: typeof greedy) => (await client.chat(large)).status
    await vi.waitUntil(async () => (await status(greedy)) === 429)
    expect(await status(other)).toBe(400)
    expect((await greedy.chat({ ...large, messages: [{ role: 'user', content: 'Hi' }] })).status).toBe(200)
    for (const socket of sockets.splice(0)) socket.destroy()
    await vi.waitUntil(async () => (await status(greedy)) === 400)
  })

  it('and opens streams without end is stopped, and nobody else', async () => {
    const [greedy, other] = [await app.logIn('admin'), await app.logIn('admin')]
    const actor = (id: string) => ({
      kind: 'user' as const,
      userId: id,
      name: '',
      role: 'admin' as const,
      sessionId: id,
    })
    const open = Array.from({ length: 2_000 }, () => app.container.openStreams.register(actor(greedy.user.id)))
    const refused = await app.call('GET', '/admin/events', { as: greedy })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
    const leave = new AbortController()
    const status = async (as: typeof greedy) =>
      (await app.call('GET', '/admin/events', { as, signal: leave.signal })).status
    expect(await status(other)).toBe(200)
    for (const stream of open) stream.release()
    expect(await status(greedy)).toBe(200)
    leave.abort()
  })
})
