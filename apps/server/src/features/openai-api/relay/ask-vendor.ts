import type { Dispatcher } from 'undici'
import type { ApiError } from '#server/platform/api-error.ts'
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
  readonly signal: AbortSignal
}

/**
 * Sends a request and resolves with the head of its answer. A connection that was idle may be closed by the other side in the very
 * moment it is used again: such a request is sent once more, on a connection of its own.
 * When the vendor stalls, or the signal aborts, the connection is closed and whoever waits for the head or reads the body is told.
 * @throws ApiError when the vendor can't be reached or says nothing in time; the signal's reason when it aborts.
 */
export async function askVendor(call: VendorCall): Promise<VendorAnswer> {
  const { line, provider } = call
  const isReused = line.hasFreeConnection()
  line.take()
  try {
    return await send(call, line.dispatcher, line.release)
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    if (!isReused || !isClosed(error.cause)) throw toldOf(error, provider)
  }
  const another = line.openAnother()
  const answer = send(call, another, () => void another.close())
  return answer.catch((error: unknown) => {
    throw error instanceof ConnectionError ? toldOf(error, provider) : error
  })
}

class ConnectionError extends Error {
  declare readonly cause: Error & { code?: string }
}

const brokenHeadCodes = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'])

/** What came instead of an answer, if anything did. */
function toldOf({ cause }: ConnectionError, provider: string): ApiError {
  const isNoHttp = cause.name === 'HTTPParserError' || brokenHeadCodes.has(cause.code ?? '')
  return isNoHttp ? unreadable(provider, cause) : unreachable(provider, cause)
}

const closedCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

function isClosed({ code }: { code?: string }): boolean {
  return code !== undefined && closedCodes.has(code)
}

function send(
  { line, body, isStream, provider, idleTimeoutMs, signal }: VendorCall,
  dispatcher: Dispatcher,
  whenOver: () => void,
): Promise<VendorAnswer> {
  return new Promise((resolve, reject) => {
    let isOver = false
    let answer: VendorAnswer | null = null
    let controller: Dispatcher.DispatchController | null = null
    /** Kept for a request that has no connection yet. */
    let givenUp: { readonly reason: Error } | null = null
    const timer = setTimeout(() => {
      // A vendor that may not send owes nothing.
      if (!answer?.isPaused) giveUp(timedOut(provider))
    }, idleTimeoutMs)
    const abort = () => giveUp(signal.reason)
    signal.addEventListener('abort', abort)
    if (signal.aborted) return giveUp(signal.reason)
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
          answer = new VendorAnswer({ controller: started, status, headers }, timer)
          resolve(answer)
        },
        onResponseData: (_, bytes) => answer?.push(bytes),
        onResponseEnd() {
          release()
          answer?.finish(null)
        },
        onResponseError(_, cause) {
          release()
          // After a promise is settled this changes nothing.
          reject(new ConnectionError(cause.message, { cause }))
          answer?.finish(brokeOff(provider, cause))
        },
      },
    )

    function giveUp(reason: Error): void {
      release()
      givenUp = { reason }
      reject(reason)
      answer?.finish(reason)
      controller?.abort(reason)
    }

    function release(): void {
      if (isOver) return
      isOver = true
      whenOver()
      clearTimeout(timer)
      // Left in place it would keep all of the call for the next collections of garbage, which then take four times as long.
      signal.removeEventListener('abort', abort)
    }
  })
}
