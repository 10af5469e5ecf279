import { ApiProblem } from '@secretary/api-client/create-client'
import type { Problem } from '@secretary/contracts/problem'
import { session } from './panel-api.ts'
import { parseEventStream, type ServerSentEvent } from './parse-event-stream.ts'

export interface EventStreamOptions {
  readonly lastEventId?: string
  readonly headers?: Record<string, string>
  readonly signal: AbortSignal
  /** Called once, when the server has accepted and events can come. */
  readonly onOpen?: () => void
}

/**
 * Follows the events of an address, logged in, until the server ends the stream or the signal aborts.
 * @throws ApiProblem when the server refuses, TypeError when it can't be reached or the connection breaks.
 */
export async function* openEventStream(
  url: string,
  options: EventStreamOptions,
): AsyncGenerator<ServerSentEvent, void> {
  const headers = new Headers(options.headers)
  headers.set('accept', 'text/event-stream')
  if (options.lastEventId) headers.set('last-event-id', options.lastEventId)
  const response = await session.fetch(url, { headers, signal: options.signal })
  if (!response.ok) throw new ApiProblem(await response.json().catch(() => unreadable(response)))
  options.onOpen?.()
  yield* readEvents(response)
}

/** The events of an answer that is a stream already, e.g. of a typed call whose route `produces` one. */
export async function* readEvents(response: Response): AsyncGenerator<ServerSentEvent, void> {
  if (!response.body) return
  yield* parseEventStream(bytesOf(response.body))
}

/** Not every browser can iterate a stream by itself. Leaving early cancels the request. */
async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    await reader.cancel().catch(() => undefined) // It may have failed already; that was thrown by read().
  }
}

function unreadable(response: Response): Problem {
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'service_unavailable',
    requestId: response.headers.get('x-request-id') ?? '',
  }
}
