import { once } from 'node:events'
import { connect } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { clientCancellation } from './client-cancellation.ts'
import { sendBytes } from './send-bytes.ts'

let app: FastifyInstance | null = null
afterEach(() => app?.close())

/** A server whose one route sends this; returns its address, and what became of the source. */
async function serve(source: () => AsyncGenerator<Uint8Array>): Promise<string> {
  app = fastify({ forceCloseConnections: true })
  app.get('/', async (_request, reply) => {
    await sendBytes(reply, source(), { contentType: 'audio/pcm', signal: clientCancellation(reply).signal })
    return reply
  })
  return app.listen({ port: 0, host: '127.0.0.1' })
}

it('sends all of it, as what it is', async () => {
  const url = await serve(async function* () {
    yield Uint8Array.of(1, 2)
    yield Uint8Array.of(3)
  })
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('audio/pcm')
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3])
})

it('cuts the connection where the source fails', async () => {
  const url = await serve(async function* () {
    yield Uint8Array.of(1)
    throw new Error('hoarse')
  })
  // With the head or with the body: what a cut connection leaves is no file.
  await expect(fetch(url).then((response) => response.arrayBuffer())).rejects.toThrow()
})

it('takes no more from the source than somebody reads, and nothing when he has left', async () => {
  let [pulled, isReleased] = [0, false]
  const url = await serve(async function* () {
    try {
      for (;;) {
        pulled++
        yield new Uint8Array(64 * 1024)
      }
    } finally {
      isReleased = true
    }
  })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.pause()
  await once(socket, 'connect')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  // The buffers of both ends are full when two looks find the same.
  let before = -1
  await expect
    .poll(() => {
      const isSame = pulled === before && pulled > 0
      before = pulled
      return isSame
    })
    .toBe(true)
  expect(pulled).toBeLessThan(500)
  socket.destroy()
  await expect.poll(() => isReleased).toBe(true)
})
