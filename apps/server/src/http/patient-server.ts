import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

/** No browser and no library has more than one unanswered request on a connection of HTTP/1.1; a few are no harm. */
const MAX_UNANSWERED = 16

/**
 * A server that closes the connection of whoever sends requests behind requests without waiting for an answer: a few kilobytes on one socket hold thousands of them,
 * and all would begin in the same moment.
 */
export function createPatientServer(
  handle: RequestListener,
  timeouts: { requestTimeout: number; keepAliveTimeout: number },
): Server {
  const unanswered = new WeakMap<Socket, number>()
  const count = ({ socket }: IncomingMessage, change: number) => {
    const now = (unanswered.get(socket) ?? 0) + change
    unanswered.set(socket, now)
    return now
  }
  return createServer(timeouts, (request, response) => {
    if (request.socket.destroyed) return
    if (count(request, 1) > MAX_UNANSWERED) return void request.socket.destroy()
    response.once('close', () => count(request, -1))
    handle(request, response)
  })
}
