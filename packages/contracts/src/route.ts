import type * as z from 'zod'
import type { ErrorCode } from './error-codes.ts'
import type { KeyScope } from './key-scopes.ts'
import type { Permission } from './permissions.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call a route. There is no default: `public` must be said.
 * `session` is anybody logged in, `ticket` a single-use media ticket, `metrics` the loopback or the metrics token,
 * `key:chat` an API key with that scope. A session opens no route for keys, a key none for sessions.
 */
export type Access = 'public' | 'session' | 'ticket' | 'metrics' | KeyAccess | Permission
export type KeyAccess = `key:${KeyScope}`

export function isKeyAccess(access: Access): access is KeyAccess {
  return access.startsWith('key:')
}

/** Classes of `RATE_LIMIT_*`; `panel` is the default of everything behind a login, `key` of everything behind an API key. */
export type RateClass = 'panel' | 'key' | 'login' | 'chat' | 'speech' | 'none'

export type RouteTag =
  | 'auth'
  | 'users'
  | 'api-keys'
  | 'openai'
  | 'legacy'
  | 'setup'
  | 'faq'
  | 'business'
  | 'chat'
  | 'providers'
  | 'voices'
  | 'leads'
  | 'settings'
  | 'backup'
  | 'system'

export interface RouteDefinition {
  readonly method: HttpMethod
  /** Fastify's spelling: `/admin/faq/entries/:id`. */
  readonly path: `/${string}`
  readonly summary: string
  readonly tags: readonly RouteTag[]
  readonly access: Access
  /**
   * The audit action of a write, e.g. `faq.create`. Every method but GET names one, or says `none` with a reason.
   */
  readonly audit?: AuditRule
  readonly limit?: RateClass
  /** @default 262144 (256 kB) */
  readonly bodyLimitBytes?: number
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** The handler gets the bytes of the body as they came. Of JSON, `body` then says what documentation shows. */
  readonly consumes?: 'application/octet-stream' | 'application/json'
  readonly responses: Readonly<Record<number, z.ZodType>>
  /** What a good answer is where it is not JSON that the schema checks: the handler returns the stream, text or bytes itself; `responses` then describes one event of it. */
  readonly produces?:
    | 'application/json'
    | 'text/event-stream'
    | 'text/html'
    | 'text/css'
    | 'audio/wav'
    | 'audio/mpeg'
    | 'application/octet-stream'
    | 'text/plain'
  /** What each event is where the client may have the answer as a stream of events. */
  readonly streamEvent?: z.ZodType
  readonly problems?: readonly ErrorCode[]
  /** How a refusal is written. @default problem+json */
  readonly errors?: 'openai'
}

export type AuditRule =
  | {
      readonly action: string /** Body fields that stay out of the row besides secrets. */
      readonly omit?: readonly string[]
    }
  | { readonly none: string }

export type Contract = Readonly<Record<string, RouteDefinition>>

/** Keeps the literal types of a definition. */
export function route<const D extends RouteDefinition>(definition: D): D {
  return definition
}

type InputOf<T> = T extends z.ZodType ? z.input<T> : never
type OutputOf<T> = T extends z.ZodType ? z.output<T> : never
type SuccessStatus<D extends RouteDefinition> = keyof D['responses'] & (200 | 201 | 202 | 204)

/** What a caller passes. */
export type RouteArguments<D extends RouteDefinition> = (D['params'] extends z.ZodType
  ? { params: InputOf<D['params']> }
  : unknown) &
  (D['query'] extends z.ZodType ? { query?: InputOf<D['query']> } : unknown) &
  (D['body'] extends z.ZodType ? { body: InputOf<D['body']> } : unknown) &
  (D['consumes'] extends 'application/octet-stream' ? { bytes: Uint8Array | Blob } : unknown)

/** What a caller gets. */
export type RouteResult<D extends RouteDefinition> = D['produces'] extends string
  ? Response
  : OutputOf<D['responses'][SuccessStatus<D>]>

/** What a handler is given, already validated. */
export interface RouteInput<D extends RouteDefinition> {
  readonly params: OutputOf<D['params']>
  readonly query: OutputOf<D['query']>
  readonly body: D['consumes'] extends string ? Uint8Array : OutputOf<D['body']>
}

/** What a handler must return. */
export type RouteAnswer<D extends RouteDefinition> = InputOf<D['responses'][SuccessStatus<D>]>
