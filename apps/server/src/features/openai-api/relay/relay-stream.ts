import type { ServerResponse } from 'node:http'
import type { OpenAiError } from '@secretary/contracts/openai-error'
import { ApiError } from '#server/platform/api-error.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { EventScanner } from '../wire/event-scanner.ts'
import type { VendorAnswer } from './vendor-answer.ts'
import { brokeOff, reportedFailure, unreadable } from './vendor-error.ts'

export interface RelayStreamOptions {
  readonly source: VendorAnswer
  readonly scanner: EventScanner
  readonly provider: string
  /** Sends the head of our answer, once there is something to send. */
  readonly start: () => ServerResponse
  /** What the client is told of a failure behind the first event. */
  readonly tell: (failure: ApiError | AppError) => OpenAiError
  /** A client that reads nothing for this long has gone, whatever his socket says. */
  readonly stalledClientMs: number
}

export interface StreamEnd {
  readonly outcome: 'complete' | 'client-gone' | 'failed'
  /** Told to the client as the last event. */
  readonly error: ApiError | AppError | null
  readonly firstEventAtMs: number
}

/** A vendor that has said `[DONE]` may take this long to close, so that its connection can be used again. */
const CLOSE_WITHIN_MS = 1_000

/**
 * Hands the bytes of a stream on. Slow clients slow the vendor down: what is buffered is what two sockets hold.
 * @throws ApiError when it fails before the first event. Afterwards failure is an event, and the result.
 */
export function relayStream(options: RelayStreamOptions): Promise<StreamEnd> {
  const { source, scanner, provider, stalledClientMs } = options
  return new Promise((resolve, reject) => {
    let client: ServerResponse | null = null
    let firstEventAtMs = Number.NaN
    let stalledTimer: NodeJS.Timeout | null = null
    let isSettled = false
    source.read({ data: read, end: endOfSource, error: breakOff })

    function read(chunk: Buffer): void {
      if (isSettled) return
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
      if (stalledTimer) return
      source.pause()
      stalledTimer = setTimeout(() => slow.destroy(), stalledClientMs)
      slow.once('drain', () => {
        if (isSettled) return
        clearStalledTimer()
        source.resume()
      })
    }

    function clearStalledTimer(): void {
      if (stalledTimer) clearTimeout(stalledTimer)
      stalledTimer = null
    }

    function endOfSource(): void {
      if (isSettled) return
      if (scanner.hasFinished()) {
        write(doneEvent)
        settle('complete', null)
      } else fail(brokeOff(provider))
    }

    function breakOff(cause: unknown): void {
      // The provider's fault, or a rule of ours: the server stops, or the key was revoked.
      if (cause instanceof ApiError || cause instanceof AppError) fail(cause)
      else settle('client-gone', null)
    }

    function fail(error: ApiError | AppError): void {
      if (isSettled) return
      if (client) {
        client.write(`data: ${JSON.stringify(options.tell(error))}\n\n`)
        settle('failed', error)
      } else {
        isSettled = true
        source.destroy()
        reject(error)
      }
    }

    function settle(outcome: StreamEnd['outcome'], error: StreamEnd['error']): void {
      if (isSettled) return
      isSettled = true
      clearStalledTimer()
      if (outcome === 'complete') freeSource(source)
      else source.destroy()
      if (client) endClient(client, stalledClientMs)
      resolve({ outcome, error, firstEventAtMs })
    }
  })
}

const doneEvent = Buffer.from('data: [DONE]\n\n')

/** What comes behind the end is thrown away; a connection that then ends can be used again. */
function freeSource(source: VendorAnswer): void {
  if (source.hasEnded) return
  const timer = setTimeout(() => source.destroy(), CLOSE_WITHIN_MS)
  const release = () => clearTimeout(timer)
  source.read({ data() {}, end: release, error: release })
  source.resume()
}

/** The last bytes may still wait for a client that does not read. */
function endClient(client: ServerResponse, stalledClientMs: number): void {
  client.end()
  if (client.writableLength === 0) return
  const timer = setTimeout(() => client.destroy(), stalledClientMs)
  client.once('close', () => clearTimeout(timer))
}
