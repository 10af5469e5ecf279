import type { FastifyReply } from 'fastify'
import type { OpenStream } from './open-streams.ts'

/**
 * Aborts when the client leaves before it has its answer. Watches the response: the request counts as closed
 * as soon as its body has been read.
 */
export function clientSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  whenClosed(reply, () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

/** As above, and aborts when the key is revoked meanwhile or the server closes. */
export function keySignal(reply: FastifyReply, stream: OpenStream): AbortSignal {
  whenClosed(reply, () => {
    if (!reply.raw.writableFinished) stream.abort()
    stream.release()
  })
  return stream.signal
}

/** Also when it is closed already: a client may leave while its request waits for others, and the event is not told twice. */
export function whenClosed({ raw }: Pick<FastifyReply, 'raw'>, act: () => void): void {
  if (raw.destroyed) act()
  // It comes once; `once` would only wrap it.
  else raw.on('close', act)
}
