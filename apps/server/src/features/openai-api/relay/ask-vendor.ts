import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { GuardedTarget } from '@secretary/models/util/guarded-target'
import { timedOut, unreachable } from './vendor-error.ts'

export interface VendorCall {
  readonly target: GuardedTarget
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Named in errors. */
  readonly provider: string
  /** For the whole time until the vendor's status line. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Sends a request and resolves with the head of its answer. A connection that was idle may be closed by the other side in the very
 * moment it is used again: such a request is sent once more, on a connection of its own.
 * @throws ApiError when the vendor can't be reached or says nothing in time; the signal's reason when it aborts.
 */
export async function askVendor(call: VendorCall): Promise<IncomingMessage> {
  try {
    return await send(call, {})
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error
    return send(call, { agent: false })
  }
}

class StaleConnectionError extends Error {}

function send(call: VendorCall, overrides: http.RequestOptions): Promise<IncomingMessage> {
  const { target, headers, body, provider, timeoutMs, signal } = call
  return new Promise((resolve, reject) => {
    const request = (target.isHttps ? https : http).request({
      ...target.options,
      ...overrides,
      method: 'POST',
      headers,
    })
    const timer = setTimeout(() => settle(() => reject(timedOut(provider))), timeoutMs)
    const abort = () => settle(() => reject(signal.reason))
    function settle(tell: () => void): void {
      release()
      tell()
      request.destroy()
    }
    function release(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
    signal.addEventListener('abort', abort, { once: true })
    request.once('response', (response) => {
      release()
      // Its own errors reach whoever reads it; this listener only keeps a late one from ending the process.
      response.on('error', () => {})
      resolve(response)
    })
    request.on('error', (error) => {
      release()
      // After a promise is settled this changes nothing.
      reject(isStale(request, error) ? new StaleConnectionError() : unreachable(provider, error))
    })
    if (signal.aborted) return abort()
    request.end(body)
  })
}

function isStale(request: ClientRequest, error: Error & { code?: string }): boolean {
  return request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}
