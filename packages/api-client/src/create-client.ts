import type { Problem } from '@secretary/contracts/problem'
import type { Contract, RouteArguments, RouteDefinition, RouteResult } from '@secretary/contracts/route'

/** The server said no. Carries the problem document as it came. */
export class ApiProblem extends Error {
  readonly status: number
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.problem = problem
  }
}

export interface ClientOptions {
  /** Where the server is, without a trailing slash. @default '' (same origin) */
  baseUrl?: string
  fetch?: typeof fetch
}

type CallArguments<D extends RouteDefinition> =
  unknown extends RouteArguments<D>
    ? [input?: undefined, options?: CallOptions]
    : [input: RouteArguments<D>, options?: CallOptions]

export interface CallOptions {
  signal?: AbortSignal
  headers?: Record<string, string>
}

export type Client<C extends Contract> = {
  readonly [K in keyof C]: (...args: CallArguments<C[K]>) => Promise<RouteResult<C[K]>>
}

interface LooseInput {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  bytes?: Uint8Array<ArrayBuffer> | Blob
}

/**
 * One typed call per route of the contract. A JSON answer comes parsed, any other as the `Response` itself.
 * @throws ApiProblem when the server refuses, TypeError when it can't be reached.
 */
export function createClient<const C extends Contract>(contract: C, options: ClientOptions = {}): Client<C> {
  const request = options.fetch ?? ((input, init) => fetch(input, init))
  const calls: Record<string, (input?: LooseInput, callOptions?: CallOptions) => Promise<unknown>> = {}
  for (const [name, definition] of Object.entries(contract)) {
    calls[name] = async (input = {}, callOptions = {}) => {
      const url = (options.baseUrl ?? '') + fillPath(definition.path, input.params ?? {}) + queryString(input.query)
      const response = await request(url, requestInit(definition, input, callOptions))
      if (!response.ok) throw new ApiProblem(await readProblem(response))
      return definition.produces ? response : response.json()
    }
  }
  return calls as Client<C> // The loop above gives every key of the contract its call; the mapped type says the same.
}

function requestInit(definition: RouteDefinition, input: LooseInput, options: CallOptions): RequestInit {
  const init: RequestInit = {
    method: definition.method,
    headers: { ...options.headers },
    signal: options.signal ?? null,
  }
  if (input.bytes !== undefined)
    return { ...init, body: input.bytes, headers: { ...options.headers, 'content-type': 'application/octet-stream' } }
  if (input.body === undefined) return init
  return {
    ...init,
    body: JSON.stringify(input.body),
    headers: { ...options.headers, 'content-type': 'application/json' },
  }
}

/** Replaces `:name` segments, percent-encoded, so that no value can leave its segment. */
export function fillPath(path: string, params: Record<string, unknown>): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new TypeError(`Path parameter ${name} is missing`)
    return encodeURIComponent(String(value))
  })
}

function queryString(query: Record<string, unknown> | undefined): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null) search.set(key, String(value))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

async function readProblem(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: 'service_unavailable',
    requestId: response.headers.get('x-request-id') ?? '',
  }
  if (!response.headers.get('content-type')?.includes('problem+json')) return fallback
  return (await response.json().catch(() => fallback)) as Problem // Our own server writes this document; a proxy's page never gets here.
}
