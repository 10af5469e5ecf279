import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from '#server/platform/api-error.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { EventScanner } from '../wire/event-scanner.ts'
import { brokeOff, reportedFailure, timedOut, unreadable } from './vendor-error.ts'

export interface RelayStreamOptions {
  readonly source: IncomingMessage
  readonly scanner: EventScanner
  readonly provider: string
  /** Sends the head of our answer, once there is something to send. */
  readonly start: () => ServerResponse
  /** A vendor that sends nothing for this long has stalled. */
  readonly idleTimeoutMs: number
  /** A client that reads nothing for this long has gone, whatever his socket says. */
  readonly stalledClientMs: number
  /** Aborts when the client leaves; with an AppError when the stream may not go on: the server stops, or the key was revoked. */
  readonly signal: AbortSignal
}

export interface StreamEnd {
  readonly outcome: 'complete' | 'client-gone' | 'failed'
  /** Told to the client as the last event. */
  readonly error: ApiError | null
  readonly firstEventAtMs: number
}

/** A vendor that has said `[DONE]` may take this long to close, so that its connection can be used again. */
const CLOSE_WITHIN_MS = 1_000

/**
 * Hands the bytes of a stream on. Slow clients slow the vendor down: what is buffered is what two sockets hold.
 * @throws ApiError when it fails before the first event. Afterwards failure is an event, and the result.
 */
export function relayStream(options: RelayStreamOptions): Promise<StreamEnd> {
  const { source, scanner, provider, idleTimeoutMs, stalledClientMs, signal } = options
  return new Promise((resolve, reject) => {
    let client: ServerResponse | null = null
    let firstEventAtMs = Number.NaN
    let isWaiting = false
    let isSettled = false
    const watchVendor = () => setTimeout(() => fail(timedOut(provider)), idleTimeoutMs)
    let timer = watchVendor()
    const leave = () => (signal.reason instanceof AppError ? fail(stopped()) : settle('client-gone', null))
    signal.addEventListener('abort', leave, { once: true })
    source.on('data', read)
    source.once('end', endOfSource)
    source.once('error', breakOff)
    if (signal.aborted) leave()

    function read(chunk: Buffer): void {
      timer.refresh()
      const bytes = scanner.push(chunk)
      // Comments before the first event say nothing, and a status can still be told as long as nothing was sent.
      if (bytes.length > 0 && (client || scanner.eventCount > 0 || scanner.isDone)) write(bytes)
      if (scanner.failure?.kind === 'error') fail(reportedFailure(scanner.failure.event, provider))
      else if (scanner.failure) fail(unreadable(provider))
      else if (scanner.isDone) settle('complete', null)
    }

    function write(bytes: Buffer): void {
      if (!client) {
        client = options.start()
        firstEventAtMs = performance.now()
      }
      if (!client.write(bytes)) waitForClient(client)
    }

    function waitForClient(slow: ServerResponse): void {
      if (isWaiting) return
      isWaiting = true
      source.pause()
      clearTimeout(timer)
      timer = setTimeout(() => slow.destroy(), stalledClientMs)
      slow.once('drain', () => {
        if (isSettled) return
        isWaiting = false
        clearTimeout(timer)
        timer = watchVendor()
        source.resume()
      })
    }

    function endOfSource(): void {
      if (scanner.hasFinished()) {
        write(doneEvent)
        settle('complete', null)
      } else fail(brokeOff(provider))
    }

    function breakOff(cause: Error): void {
      fail(brokeOff(provider, cause))
    }

    function fail(error: ApiError): void {
      if (isSettled) return
      if (client) {
        client.write(`data: ${JSON.stringify(error.toBody())}\n\n`)
        settle('failed', error)
      } else {
        release()
        source.destroy()
        reject(error)
      }
    }

    function settle(outcome: StreamEnd['outcome'], error: ApiError | null): void {
      if (isSettled) return
      release()
      if (outcome === 'complete') freeSource(source)
      else source.destroy()
      if (client) endClient(client, stalledClientMs)
      resolve({ outcome, error, firstEventAtMs })
    }

    function release(): void {
      isSettled = true
      clearTimeout(timer)
      source.removeListener('data', read)
      source.removeListener('end', endOfSource)
      source.removeListener('error', breakOff)
      signal.removeEventListener('abort', leave)
    }
  })
}

const doneEvent = Buffer.from('data: [DONE]\n\n')

function stopped(): ApiError {
  return new ApiError({
    status: 503,
    type: 'server_error',
    code: 'stream_ended',
    message: 'The server ended this stream.',
  })
}

/** What comes behind the end is thrown away; a connection that then ends can be used again. */
function freeSource(source: IncomingMessage): void {
  if (source.readableEnded) return
  const timer = setTimeout(() => source.destroy(), CLOSE_WITHIN_MS)
  source.once('close', () => clearTimeout(timer))
  source.resume()
}

/** The last bytes may still wait for a client that does not read. */
function endClient(client: ServerResponse, stalledClientMs: number): void {
  client.end()
  if (client.writableLength === 0) return
  const timer = setTimeout(() => client.destroy(), stalledClientMs)
  client.once('close', () => clearTimeout(timer))
}
