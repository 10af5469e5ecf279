import { once } from 'node:events'
import { connect } from 'node:net'
import fastify, { type FastifyReply } from 'fastify'
import { expect, it } from 'vitest'
import type { KeyActor } from '#server/platform/actor.ts'
import { clientCancellation, keyCancellation } from './client-cancellation.ts'
import { createOpenStreams } from './open-streams.ts'

/** The reply of a request whose client has gone before its handler looks. */
async function abandoned(): Promise<{ reply: FastifyReply }> {
  const app = fastify()
  const { promise, resolve } = Promise.withResolvers<{ reply: FastifyReply }>()
  app.get('/', async (_request, reply) => {
    await once(reply.raw, 'close')
    reply.hijack()
    // A reply alone would be awaited.
    resolve({ reply })
  })
  const { port, hostname } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  const socket = connect(Number(port), hostname)
  app.server.once('request', () => socket.destroy())
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  const found = await promise
  await app.close()
  return found
}

it('of a client who left before anybody looked is there from the start, and what was registered for him is released', async () => {
  const { reply } = await abandoned()
  expect(clientCancellation(reply).isCancelled).toBe(true)
  const openStreams = createOpenStreams()
  const key: KeyActor = { kind: 'key', keyId: 'k', name: 'n', scopes: [], ownerKind: 'system', ownerId: null }
  expect(keyCancellation(reply, openStreams.register(key)).isCancelled).toBe(true)
  expect(openStreams.count).toBe(0)
})
