import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { clientNetwork } from '#server/platform/client-network.ts'
import type { FairLaps } from '#server/platform/fair-laps.ts'

/** No browser and no library has more than one unanswered request on a connection of HTTP/1.1; a few are no harm. */
const MAX_UNANSWERED = 16

const unanswered = Symbol('unanswered requests')
type CountedSocket = Socket & { [unanswered]?: number }

export interface PatientServerOptions {
  readonly laps: FairLaps
  /** Whoever comes when that many are there is closed out at once: sockets that say nothing take memory too. */
  readonly maxConnections: number
  readonly requestTimeout: number
  readonly keepAliveTimeout: number
}

/**
 * A server that a crowd doesn't overrun. A thousand requests that arrive together begin in laps, those of each caller in turn, before anything is
 * found out about them. And whoever sends requests behind requests without waiting for an answer is cut off: a few kilobytes on one
 * socket hold thousands of them.
 */
export function createPatientServer(
  handle: RequestListener,
  { laps, maxConnections, ...timeouts }: PatientServerOptions,
): Server {
  const count = ({ socket }: { socket: CountedSocket }, change: number) => {
    const now = (socket[unanswered] ?? 0) + change
    socket[unanswered] = now
    return now
  }
  // Of two lines with the same header the first would count otherwise, and whoever stands in between may have looked at the second.
  const server = createServer({ ...timeouts, joinDuplicateHeaders: true }, (request, response) => {
    if (request.socket.destroyed) return
    if (count(request, 1) > MAX_UNANSWERED) return void request.socket.destroy()
    response.on('close', () => count(request, -1))
    const wait = laps.enter(callerOf(request))
    if (wait === null) return handle(request, response)
    void wait.then(() => {
      // Whoever left while he waited costs nothing more.
      if (!request.socket.destroyed) handle(request, response)
    })
  })
  server.maxConnections = maxConnections
  return server.on('connection', (socket: CountedSocket) => {
    socket[unanswered] = 0
    laps.letIn()
  })
}

/** Who it claims to be: enough to take turns, and known before anything is looked up. */
function callerOf({ headers, socket }: IncomingMessage): string {
  const key = headers.authorization ?? headers['x-api-key'] ?? headers['api-key']
  return typeof key === 'string' ? key : clientNetwork(socket.remoteAddress ?? '')
}
