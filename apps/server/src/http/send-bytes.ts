import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import { streamHeaders, takeOver } from './take-over.ts'

/** A client that reads nothing for this long has gone, whatever its socket says. */
const STALLED_AFTER_MS = 30_000

/**
 * Writes bytes while they are made, and pulls no more than the client reads. A source that fails cuts the connection: what has
 * been sent must not pass for all of it. Resolves when everything is sent or nobody is left to
 * send it to, with null, or else with what broke it off.
 */
export async function sendBytes(
  reply: FastifyReply,
  source: AsyncIterable<Uint8Array>,
  { contentType, signal }: { contentType: string; signal: AbortSignal },
): Promise<unknown> {
  const response = takeOver(reply, streamHeaders(contentType))
  try {
    for await (const bytes of source) {
      if (signal.aborted) break
      if (response.write(bytes)) continue
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(STALLED_AFTER_MS)])
      await once(response, 'drain', { signal: deadline })
    }
    if (signal.aborted) response.destroy()
    else response.end()
    return null
  } catch (error) {
    response.destroy()
    if (signal.aborted) return null
    reply.log.warn({ err: error, requestId: reply.request.id }, 'a stream broke off')
    return error
  }
}
