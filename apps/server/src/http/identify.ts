import { timingSafeEqual } from 'node:crypto'
import { can } from '@secretary/contracts/permissions'
import { isKeyAccess, type KeyAccess, type RouteDefinition } from '@secretary/contracts/route'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKeysService } from '#server/features/api-keys/api-keys.service.ts'
import type { LiveKey } from '#server/features/api-keys/live-keys.ts'
import type { AuthService } from '#server/features/auth/auth.service.ts'
import type { Tickets } from '#server/features/auth/tickets.ts'
import type { Actor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { allowKeyOrigin } from './cross-origin.ts'
import { readKeyCredential } from './key-credential.ts'

export interface IdentifyDeps {
  auth: Pick<AuthService, 'authenticate'>
  tickets: Tickets
  apiKeys: Pick<ApiKeysService, 'authenticate' | 'authenticateNew' | 'recheck'>
  metricsToken: string | null
}

/**
 * The one place that says who is calling and whether this route is open to him. Null for a public route.
 * @throws AppError `not_authenticated`, `forbidden`, `origin_refused`, `ticket_invalid`
 */
export async function identify(
  deps: IdentifyDeps,
  definition: RouteDefinition,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<Actor | null> {
  const { access } = definition
  if (access === 'public') return null
  if (access === 'metrics') return allowMetrics(deps.metricsToken, request)
  if (access === 'ticket') return redeemTicket(deps.tickets, request)
  if (isKeyAccess(access)) {
    const credential = readKeyCredential(request.headers)
    const { authenticate, authenticateNew } = deps.apiKeys
    const key = credential === null ? null : (authenticate(credential) ?? (await authenticateNew(credential)))
    return redeemKey(key, access, { request, reply })
  }
  const token = bearerToken(request)
  const actor = token === null ? null : await deps.auth.authenticate(token)
  if (!actor) throw new AppError('not_authenticated')
  if (access !== 'session' && !can(actor.role, access)) throw new AppError('forbidden')
  return actor
}

/**
 * A body may come slowly, and whoever sends it may have lost meanwhile what he had at its beginning. Null where that is known at once.
 * @throws AppError `not_authenticated`, `forbidden`
 */
export function identifyAgain(
  deps: IdentifyDeps,
  definition: RouteDefinition,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> | null {
  const { actor } = request
  if (actor?.kind === 'key' && !deps.apiKeys.recheck(actor)) throw new AppError('not_authenticated')
  if (actor?.kind !== 'user') return null
  return identify(deps, definition, { request, reply }).then((present) => {
    request.actor = present
  })
}

export function bearerToken(request: FastifyRequest): string | null {
  const match = /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(request.headers.authorization ?? '')
  return match?.[1] ?? null
}

/** Fails closed: what is no key of ours opens nothing, whatever else the request holds. */
function redeemKey(
  key: LiveKey | null,
  access: KeyAccess,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Actor {
  if (!key) {
    reply.header('www-authenticate', 'Bearer')
    throw new AppError('not_authenticated')
  }
  // Known from here on: what he may not do is counted as his.
  request.actor = key.actor
  allowKeyOrigin(request, reply, key.allowedOrigins)
  const { scopes } = key.actor
  if (scopes.length > 0 && !scopes.some((scope) => access === `key:${scope}`)) throw new AppError('forbidden')
  return key.actor
}

function redeemTicket(tickets: Tickets, request: FastifyRequest): Actor {
  const query = request.query
  const ticket = typeof query === 'object' && query !== null && 'ticket' in query ? query.ticket : undefined
  const path = request.url.split('?', 1)[0] ?? ''
  const actor = typeof ticket === 'string' ? tickets.redeem(ticket, path) : null
  if (!actor) throw new AppError('ticket_invalid')
  return actor
}

/** A scraper on this machine, or one that holds the token. A proxy on this machine forwards for others, so it needs the token too. */
function allowMetrics(metricsToken: string | null, request: FastifyRequest): null {
  const token = bearerToken(request)
  if (metricsToken !== null && token !== null && equal(token, metricsToken)) return null
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  if (!isForwarded && isLoopback(request.socket.remoteAddress ?? '')) return null
  throw new AppError('not_authenticated')
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address)
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
