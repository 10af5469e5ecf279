import http from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { type GuardedTarget, type GuardOptions, guardedTarget } from './guarded-target.ts'

/** A `fetch` that goes only where it may. Redirects are returned, never followed. */
export function createGuardedFetch(options: GuardOptions): typeof fetch {
  return async (input, init = {}) =>
    send(guardedTarget(new URL(input instanceof Request ? input.url : input), options), init)
}

function send({ isHttps, options }: GuardedTarget, init: RequestInit): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = (isHttps ? https : http).request({
      ...options,
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(init.signal && { signal: init.signal }),
    })
    request.once('error', reject)
    request.once('response', (response) => {
      const status = response.statusCode ?? 502
      const hasBody = status !== 204 && status !== 304
      // The stream's own errors reach whoever reads it; this listener only keeps a late one from ending the process.
      response.on('error', () => {})
      resolve(
        new Response(hasBody ? (Readable.toWeb(response) as ReadableStream) : null, {
          status,
          headers: toHeaders(response),
        }),
      ) // Node's web stream and the DOM's are the same object.
    })
    request.end(typeof init.body === 'string' || init.body instanceof Uint8Array ? init.body : undefined)
  })
}

function toHeaders(response: http.IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(response.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
  return headers
}
