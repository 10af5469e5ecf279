import { lookup as resolveHost } from 'node:dns'
import { lookup as lookupAll } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { ProviderError } from '../spec/provider-error.ts'
import { isMetadataAddress, isPrivateAddress } from './private-address.ts'

/**
 * `anywhere`: this machine, its network and the internet. `local-only`: nothing outside this network.
 * Addresses where clouds keep their credentials are refused always.
 */
export type Reach = 'anywhere' | 'local-only'

export interface GuardedFetchOptions {
  readonly reach: Reach
  /** Named in errors. */
  readonly provider: string
  readonly resolve?: typeof resolveHost
}

/** The caller asked for an address that he may not reach. */
export class AddressRefusedError extends ProviderError {
  constructor(provider: string) {
    super({ provider, message: 'This address is not allowed', isRetryable: false })
    this.name = 'AddressRefusedError'
  }
}

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) }

/**
 * A `fetch` that checks the address it really connects to: the name is resolved once and the connection goes to what was checked,
 * so a name that changes its mind in between gains nothing. Redirects are returned, never followed.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof fetch {
  const isAllowed = (address: string) => isWithin(options.reach, address)
  const refuse = () => new AddressRefusedError(options.provider)
  const lookup = checkedLookup(options.resolve ?? resolveHost, isAllowed, refuse)
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse()
    const host = hostOf(url)
    if (isIP(host) !== 0 && !isAllowed(host)) throw refuse()
    return send(url, init, lookup)
  }
}

/** For the moment an address is saved; a name that can't be resolved now is judged when it is called. */
export async function isReachAllowed(url: string, reach: Reach): Promise<boolean> {
  const host = hostOf(new URL(url))
  if (isIP(host) !== 0) return isWithin(reach, host)
  const found = await lookupAll(host, { all: true }).catch(() => [])
  return found.every(({ address }) => isWithin(reach, address))
}

function isWithin(reach: Reach, address: string): boolean {
  return !isMetadataAddress(address) && (reach === 'anywhere' || isPrivateAddress(address))
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

function checkedLookup(
  resolve: typeof resolveHost,
  isAllowed: (address: string) => boolean,
  refuse: () => Error,
): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    resolve(hostname, { all: true, verbatim: true }, (error, addresses) => {
      const family = lookupOptions.family === 4 || lookupOptions.family === 6 ? lookupOptions.family : 0
      const usable = error ? [] : addresses.filter((found) => family === 0 || found.family === family)
      const [first] = usable
      if (error || !first)
        callback(error ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '', 0)
      else if (!usable.every(({ address }) => isAllowed(address))) callback(refuse(), '', 0)
      else if (lookupOptions.all) callback(null, usable)
      else callback(null, first.address, first.family)
    })
  }
}

function send(url: URL, init: RequestInit, lookup: LookupFunction): Promise<Response> {
  const isHttps = url.protocol === 'https:'
  return new Promise((resolve, reject) => {
    const request = (isHttps ? https : http).request(url, {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      agent: isHttps ? agents.https : agents.http,
      lookup,
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
