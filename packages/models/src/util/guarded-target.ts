import { lookup as resolveHost } from 'node:dns'
import { lookup as lookupAll } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { ProviderError } from '../spec/provider-error.ts'
import { isMetadataAddress, isPrivateAddress } from './private-address.ts'

/**
 * `anywhere`: this machine, its network and the internet. `local-only`: nothing outside this network.
 * Addresses where clouds keep their credentials are refused always.
 */
export type Reach = 'anywhere' | 'local-only'

export interface GuardOptions {
  readonly reach: Reach
  /** Named in errors. */
  readonly provider: string
  readonly resolve?: typeof resolveHost
}

/** Where a request goes: what `http.request` is given beside method and headers. */
export interface GuardedTarget {
  readonly isHttps: boolean
  readonly options: http.RequestOptions
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
 * Checks the address that is really connected to: the name is resolved once and the connection goes to what was checked, so a name that
 * changes its mind in between gains nothing. Made once for an address, it serves any number of requests.
 * @throws AddressRefusedError
 */
export function guardedTarget(url: URL, options: GuardOptions): GuardedTarget {
  const isAllowed = (address: string) => isWithin(options.reach, address)
  const refuse = () => new AddressRefusedError(options.provider)
  const isHttps = url.protocol === 'https:'
  if (!isHttps && url.protocol !== 'http:') throw refuse()
  const hostname = hostOf(url)
  if (isIP(hostname) !== 0 && !isAllowed(hostname)) throw refuse()
  return {
    isHttps,
    options: {
      protocol: url.protocol,
      hostname,
      ...(url.port !== '' && { port: url.port }),
      path: `${url.pathname}${url.search}`,
      agent: isHttps ? agents.https : agents.http,
      lookup: checkedLookup(options.resolve ?? resolveHost, isAllowed, refuse),
      ...((url.username !== '' || url.password !== '') && {
        auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`,
      }),
    },
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
