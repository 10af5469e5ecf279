import type { FastifyReply } from 'fastify'
import { Cancellation } from '#server/platform/cancellation.ts'
import type { OpenStream } from './open-streams.ts'

/**
 * Cancelled when the client leaves before it has its answer. Watches the response: the request counts as closed
 * as soon as its body has been read.
 */
export function clientCancellation(reply: FastifyReply): Cancellation {
  const cancellation = new Cancellation()
  whenClosed(reply, () => {
    if (!reply.raw.writableFinished) cancellation.cancel()
  })
  return cancellation
}

/** As above, and cancelled when the key is revoked meanwhile or the server closes. */
export function keyCancellation(reply: FastifyReply, stream: OpenStream): Cancellation {
  whenClosed(reply, () => {
    if (!reply.raw.writableFinished) stream.cancel()
    stream.release()
  })
  return stream
}

/** Also when it is closed already: a client may leave while its request waits for others, and the event is not told twice. */
export function whenClosed({ raw }: Pick<FastifyReply, 'raw'>, act: () => void): void {
  if (raw.destroyed) act()
  // It comes once; `once` would only wrap it.
  else raw.on('close', act)
}
