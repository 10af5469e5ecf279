import type { Dispatcher } from 'undici'
import type { ApiError } from '#server/platform/api-error.ts'
import type { Cancellation } from '#server/platform/cancellation.ts'
import type { PatienceWatch } from './patience.ts'
import { VendorAnswer } from './vendor-answer.ts'
import { brokeOff, timedOut, unreachable, unreadable } from './vendor-error.ts'
import type { VendorLine } from './vendor-line.ts'

export interface VendorCall {
  readonly line: VendorLine
  readonly body: Buffer
  readonly isStream: boolean
  /** Named in errors. */
  readonly provider: string
  /** Without a single byte: until the vendor's status line, and from then on between two pieces. */
  readonly idleTimeoutMs: number
  readonly watch: PatienceWatch
  readonly cancellation: Cancellation
}

/**
 * Sends a request and resolves with the head of its answer. A connection that was idle may be closed by the other side in the very
 * moment it is used again: such a request is sent once more, on a connection of its own.
 * When the vendor stalls, or the call is cancelled, the connection is closed and whoever waits for the head or reads the body is told.
 * @throws ApiError when the vendor can't be reached or says nothing in time; the reason of the cancellation when it comes.
 */
export function askVendor(call: VendorCall): Promise<VendorAnswer> {
  const { line, provider } = call
  return new Promise((resolve, reject) => {
    const refuse = (cause: ConnectionFailure) => reject(toldOf(cause, provider))
    const isReused = line.hasFreeConnection()
    const tryAnother = (cause: ConnectionFailure) => {
      if (!isReused || !isClosed(cause)) return refuse(cause)
      const another = line.openAnother()
      send(call, another, { resolve, reject, broken: refuse, over: () => void another.close() })
    }
    line.take()
    send(call, line.dispatcher, { resolve, reject, broken: tryAnother, over: line.release })
  })
}

type ConnectionFailure = Error & { code?: string }

const brokenHeadCodes = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

/** What came instead of an answer, if anything did. */
function toldOf(cause: ConnectionFailure, provider: string): ApiError {
  const isNoHttp = cause.name === 'HTTPParserError' || brokenHeadCodes.has(cause.code ?? '')
  return isNoHttp ? unreadable(provider, cause) : unreachable(provider, cause)
}

const closedCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

function isClosed({ code }: ConnectionFailure): boolean {
  return code !== undefined && closedCodes.has(code)
}

interface Outcome {
  resolve(answer: VendorAnswer): void
  /** The call was given up before there was an answer. */
  reject(reason: Error): void
  /** The connection failed before there was an answer. */
  broken(cause: ConnectionFailure): void
  /** Once, when the connection is free again or lost. */
  over(): void
}

function send(
  { line, body, isStream, provider, idleTimeoutMs, watch, cancellation }: VendorCall,
  dispatcher: Dispatcher,
  outcome: Outcome,
): void {
  let isOver = false
  let answer: VendorAnswer | null = null
  let controller: Dispatcher.DispatchController | null = null
  /** Kept for a request that has no connection yet. */
  let givenUp: { readonly reason: Error } | null = null
  const patience = watch.begin(idleTimeoutMs, () => giveUp(timedOut(provider)))
  const cancel = () => cancellation.reason && giveUp(cancellation.reason)
  cancellation.whenCancelled(cancel)
  if (cancellation.isCancelled) return
  dispatcher.dispatch(
    { path: line.path, method: 'POST', headers: line.headersFor(isStream), body },
    {
      onRequestStart(started) {
        controller = started
        if (givenUp) started.abort(givenUp.reason)
      },
      onResponseStart(started, status, headers) {
        // "Continue" and the like come before the answer.
        if (status < 200) return
        answer = new VendorAnswer({ controller: started, status, headers }, patience)
        outcome.resolve(answer)
      },
      onResponseData: (_, bytes) => answer?.push(bytes),
      onResponseEnd() {
        release()
        answer?.finish(null)
      },
      onResponseError(_, cause) {
        if (isOver) return
        release()
        if (answer) answer.finish(brokeOff(provider, cause))
        else outcome.broken(cause)
      },
    },
  )

  function giveUp(reason: Error): void {
    release()
    givenUp = { reason }
    if (answer) answer.finish(reason)
    else outcome.reject(reason)
    controller?.abort(reason)
  }

  function release(): void {
    if (isOver) return
    isOver = true
    outcome.over()
    patience.end()
    cancellation.forget(cancel)
  }
}
