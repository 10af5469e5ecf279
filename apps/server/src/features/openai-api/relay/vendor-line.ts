import { guardedTarget } from '@secretary/models/util/guarded-target'
import type { Client, Dispatcher } from 'undici'
import type { Connection } from '#server/features/providers/connection.ts'
import { unreachable } from './vendor-error.ts'

/** An idle connection is kept this long, where the vendor doesn't say less: a new one costs a stranger's TLS handshake. */
const KEEP_ALIVE_MS = 30_000
const CONNECT_TIMEOUT_MS = 10_000

/** The way to one provider: its open connections and what every request says. */
export interface VendorLine {
  readonly path: string
  readonly dispatcher: Dispatcher
  /** True where the next request finds a connection that is open already. */
  hasFreeConnection(): boolean
  /** A request has one of the connections, until `release`. */
  take(): void
  release(): void
  /** A way with a connection of its own, for one request; closed behind it. */
  openAnother(): Client
  /** Name and value in turns. */
  headersFor(isStream: boolean): string[]
}

export interface VendorLines {
  known(connection: Connection): VendorLine | undefined
  /** @throws ApiError for an address that may not be reached */
  open(connection: Connection): Promise<VendorLine>
}

export function createVendorLines(): VendorLines {
  // A changed provider is another object; the connections of the old one close when they have been idle.
  const lines = new WeakMap<Connection, VendorLine>()

  return {
    known: (connection) => lines.get(connection),
    async open(connection) {
      // With the first request: an installation that passes nothing on has no use for it.
      const undici = await import('undici')
      const line = lines.get(connection) ?? createLine(connection, undici)
      lines.set(connection, line)
      return line
    },
  }
}

function createLine(connection: Connection, undici: typeof import('undici')): VendorLine {
  const { baseUrl, reach, name, apiKey } = connection
  const url = new URL(`${baseUrl}/chat/completions`)
  const { lookup, auth } = guard(url, { provider: name, reach })
  // Times are kept by whoever asks. Streams need a socket of their own: hanging up must reach the vendor.
  const options = {
    connect: { timeout: CONNECT_TIMEOUT_MS, ...(lookup && { lookup }) },
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
  }
  const pool = new undici.Pool(url.origin, options)
  // The pool's own figures are made of all its connections anew each time they are asked for.
  let [open, taken] = [0, 0]
  pool.on('connect', () => open++).on('disconnect', () => open--)
  const authorization = apiKey !== null ? `Bearer ${apiKey}` : auth && `Basic ${Buffer.from(auth).toString('base64')}`
  const headers = (accept: string) => [
    ...['content-type', 'application/json', 'accept', accept],
    // What is passed on as it comes must be readable on the way.
    ...['accept-encoding', 'identity', 'user-agent', 'secretary'],
    ...(authorization ? ['authorization', authorization] : []),
  ]
  const [streamHeaders, plainHeaders] = [headers('text/event-stream'), headers('application/json')]
  return {
    path: `${url.pathname}${url.search}`,
    dispatcher: pool,
    hasFreeConnection: () => open > taken,
    take: () => void taken++,
    release: () => void taken--,
    openAnother: () => new undici.Client(url.origin, options),
    headersFor: (isStream) => (isStream ? streamHeaders : plainHeaders),
  }
}

function guard(url: URL, options: Parameters<typeof guardedTarget>[1]) {
  try {
    return guardedTarget(url, options).options
  } catch (error) {
    throw unreachable(options.provider, error)
  }
}
