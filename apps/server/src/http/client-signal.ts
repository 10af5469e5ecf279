import type { FastifyReply } from 'fastify'

/**
 * Aborts when the client leaves before it has its answer. Watches the response: the request counts as closed
 * as soon as its body has been read.
 */
export function clientSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}
