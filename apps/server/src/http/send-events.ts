import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import { AppError } from '#server/platform/app-error.ts'
import { streamHeaders, takeOver } from './take-over.ts'

export interface ServerEvent {
  /** Makes the event resumable by `Last-Event-ID`. */
  readonly id?: string
  readonly data: unknown
}

export interface SendEventsOptions {
  readonly signal: AbortSignal
  /** Events alone, without comments between them. */
  readonly isBare?: boolean
  /** What is said last where not the client but a rule of ours ended the stream: the key was revoked, the server stops. */
  readonly farewell?: (reason: AppError) => ServerEvent
}

/** Proxies close silent connections after 30 to 60 s. */
const HEARTBEAT_MS = 15_000
/** A client that reads nothing for this long has gone, whatever its socket says. */
const STALLED_AFTER_MS = 30_000

/**
 * Writes server-sent events until the source ends, the client leaves or the signal aborts. Pulls one event at a time:
 * a slow client slows its own source, it doesn't fill the memory. Resolves when the stream is over.
 */
export async function sendEvents(
  reply: FastifyReply,
  source: AsyncIterable<ServerEvent>,
  { signal, isBare = false, farewell }: SendEventsOptions,
): Promise<void> {
  const response = takeOver(reply, streamHeaders('text/event-stream; charset=utf-8'))
  const controller = new AbortController()
  const leave = () => controller.abort()
  response.once('close', leave)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted || response.destroyed) leave()
  if (!isBare) response.write(': open\n\n')
  const heartbeat = setInterval(() => {
    if (!isBare && !response.writableNeedDrain) response.write(': still here\n\n')
  }, HEARTBEAT_MS)
  try {
    for await (const event of source) {
      if (controller.signal.aborted) break
      if (!response.write(encodeEvent(event)) && !(await drained(response, controller.signal))) break
    }
  } finally {
    clearInterval(heartbeat)
    response.removeListener('close', leave)
    signal.removeEventListener('abort', leave)
    if (farewell && signal.reason instanceof AppError) response.write(encodeEvent(farewell(signal.reason)))
    response.end()
    if (response.writableNeedDrain) response.destroy()
  }
}

export function encodeEvent({ id, data }: ServerEvent): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${text.replaceAll('\n', '\ndata: ')}\n\n`
}

async function drained(response: FastifyReply['raw'], signal: AbortSignal): Promise<boolean> {
  try {
    await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(STALLED_AFTER_MS)]) })
    return true
  } catch {
    return false
  }
}
