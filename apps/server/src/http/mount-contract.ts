import type { Readable } from 'node:stream'
import {
  type AuditRule,
  type Contract,
  isKeyAccess,
  type KeyAccess,
  type RateClass,
  type RouteAnswer,
  type RouteDefinition,
  type RouteInput,
} from '@secretary/contracts/route'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AuditService } from '#server/features/audit/audit.service.ts'
import { type Actor, idOfActor, type KeyActor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { Cancellation } from '#server/platform/cancellation.ts'
import { clientNetwork } from '#server/platform/client-network.ts'
import { announcedBytes, type BodyBudget } from './body-budget.ts'
import { type AuditDetails, CallContext } from './call-context.ts'
import { clientCancellation, keyCancellation, whenClosed } from './client-cancellation.ts'
import { type IdentifyDeps, identify, identifyAgain } from './identify.ts'
import type { OpenStreams } from './open-streams.ts'
import type { RateLimiter } from './rate-limit.ts'
import { validateInput } from './validate-input.ts'
import { writeAnswer } from './write-answer.ts'

/** The default body limit: larger than any form of the panel, smaller than anything worth attacking with. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024

/** Of a client that left before anybody looked. */
const UNKNOWN_ADDRESS = 'unknown'

/** Who calls: nobody on a public route, a program on a route for keys, a user on all others. */
type ActorOf<D extends RouteDefinition> = D['access'] extends 'public' | 'metrics'
  ? null
  : D['access'] extends KeyAccess
    ? KeyActor
    : Extract<Actor, { kind: 'user' }>

export interface HandlerContext<D extends RouteDefinition> extends RouteInput<D> {
  readonly actor: ActorOf<D>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Comes when the client leaves before it has its answer; on a route for keys also when the key is revoked. */
  readonly cancellation: Cancellation
  /** The same for whoever takes a signal. */
  readonly signal: AbortSignal
  /** Says who did it where the route itself finds out (log-in), which row it made, and anything else worth keeping. */
  readonly audit: (details: Partial<AuditDetails>) => void
}

/** A route with `produces` answers by itself: it returns bytes or text, or nothing after it has taken over the reply. */
type HandlerAnswer<D extends RouteDefinition> = D['produces'] extends string
  ? Uint8Array | string | Readable | undefined
  : RouteAnswer<D>

export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: (context: HandlerContext<C[K]>) => Promise<HandlerAnswer<C[K]>> | HandlerAnswer<C[K]>
}

export type Mount = <const C extends Contract>(contract: C, handlers: Handlers<C>) => void

export interface MountDeps extends IdentifyDeps {
  audit: AuditService
  rateLimiter: RateLimiter
  openStreams: OpenStreams
  bodyBudget: BodyBudget
}

type LooseHandler = (context: HandlerContext<RouteDefinition>) => Promise<unknown> | unknown

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    /** Where it came from. The framework asks the socket each time, and that of a client who has left knows nothing any more. */
    address: string
  }
  interface FastifyContextConfig {
    definition?: RouteDefinition
  }
}

/** Turns contracts into routes: identity, limit, validation, the handler, the audit row, the answer, in this order. */
export function createMount(app: FastifyInstance, deps: MountDeps): Mount {
  return (contract, handlers) => {
    for (const [name, definition] of Object.entries(contract)) {
      requireAuditRule(name, definition)
      mountRoute(app, deps, definition, handlers[name] as unknown as LooseHandler) // Handlers<C> has proved the types; the loop can't keep them.
    }
  }
}

function mountRoute(app: FastifyInstance, deps: MountDeps, definition: RouteDefinition, handler: LooseHandler): void {
  const status = Number(Object.keys(definition.responses).find((key) => Number(key) < 300))
  const schema = definition.responses[status]
  const { audit } = definition
  const auditRule = audit && !('none' in audit) ? audit : null
  app.route({
    method: definition.method,
    url: definition.path,
    bodyLimit: definition.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES,
    config: { definition },
    // Before the body is read: a stranger can't make us read megabytes.
    onRequest: async (request, reply) => {
      const { rateLimiter } = deps
      request.address = request.ip ?? UNKNOWN_ADDRESS
      if (definition.access === 'public') return rateLimiter.consume(rateClassOf(definition), addressOf(request), reply)
      try {
        request.actor = await identify(deps, definition, { request, reply })
      } catch (error) {
        const keyId = identityOf(request.actor)
        if (keyId !== null) rateLimiter.consume(rateClassOf(definition), keyId, reply)
        // Whoever tries keys does not use up his log-ins, and the other way round.
        else if (isKeyAccess(definition.access)) rateLimiter.consume('login', `key-${addressOf(request)}`, reply)
        else rateLimiter.consume('panel', addressOf(request), reply)
        throw error
      }
      const identity = identityOf(request.actor) ?? addressOf(request)
      rateLimiter.consume(rateClassOf(definition), identity, reply)
      makeRoomForBody(deps.bodyBudget, { definition, request, reply })
    },
    handler: async (request, reply) => {
      const input = validateInput(definition, request)
      const details: Partial<AuditDetails> = {}
      const cancellation = cancellationOf(deps.openStreams, request, reply)
      // Behind it: what happens from here on ends the call.
      const again = request.body === undefined ? null : identifyAgain(deps, definition, { request, reply })
      if (again) await again
      const { actor } = request
      const context = new CallContext(input, { actor, request, reply, cancellation, details })
      const run = () => handler(context as unknown as HandlerContext<RouteDefinition>) // validateInput and identify made exactly what the definition says.
      const answer = await (auditRule
        ? auditedRun(deps.audit, { rule: auditRule, request, input, details }, run)
        : run())
      if (definition.produces) return sendProduced(reply, definition.produces, answer)
      reply.status(status).type('application/json; charset=utf-8')
      return writeAnswer(schema, answer)
    },
  })
}

function cancellationOf(openStreams: OpenStreams, { actor }: FastifyRequest, reply: FastifyReply): Cancellation {
  return actor?.kind === 'key' ? keyCancellation(reply, openStreams.register(actor)) : clientCancellation(reply)
}

/** @throws AppError `rate_limited`, `service_unavailable`, `unsupported_media_type` */
function makeRoomForBody(
  budget: BodyBudget,
  call: { definition: RouteDefinition; request: FastifyRequest; reply: FastifyReply },
): void {
  const { definition, request, reply } = call
  const { 'content-encoding': encoding = 'identity' } = request.headers
  if (encoding.toLowerCase() !== 'identity')
    throw new AppError('unsupported_media_type', { detail: 'Bodies are taken as they are, not compressed' })
  const limitBytes = definition.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES
  const identity = request.actor ? idOfActor(request.actor) : addressOf(request)
  const giveBack = budget.reserve(identity, announcedBytes(request, limitBytes))
  if (giveBack) whenClosed(reply, giveBack)
}

interface AuditedCall {
  rule: Exclude<AuditRule, { none: string }>
  request: FastifyRequest
  input: { params: unknown; body: unknown }
  details: Partial<AuditDetails>
}

/** A refused log-in is an event too; any other refusal changed nothing. */
async function auditedRun(audit: AuditService, call: AuditedCall, run: () => unknown): Promise<unknown> {
  const { rule } = call
  const write = (action: string, resourceId: string | null) =>
    audit.write({
      actor: call.details.actor ?? call.request.actor,
      address: call.request.address,
      action,
      resourceId: call.details.resourceId ?? resourceId,
      changes: call.details.changes ?? without(call.input.body, rule.omit ?? []),
    })
  try {
    const answer = await run()
    await write(rule.action, idIn(call.input.params) ?? idIn(answer))
    return answer
  } catch (error) {
    if (error instanceof AppError && error.code === 'login_failed') await write(`${rule.action}-failed`, null)
    throw error
  }
}

function sendProduced(reply: FastifyReply, contentType: string, answer: unknown): unknown {
  if (reply.sent) return reply
  if (!reply.hasHeader('content-type')) reply.type(contentType)
  return answer
}

/** The limits on chat and speech are for visitors; somebody who is logged in has the panel's. */
function rateClassOf(definition: RouteDefinition): RateClass {
  if (isKeyAccess(definition.access)) return definition.limit ?? 'key'
  const rateClass = definition.limit ?? 'panel'
  const isVisitor = definition.access === 'public' || definition.access === 'ticket'
  return !isVisitor && (rateClass === 'chat' || rateClass === 'speech') ? 'panel' : rateClass
}

function addressOf({ address }: FastifyRequest): string {
  return `address:${clientNetwork(address)}`
}

function identityOf(actor: Actor | null): string | null {
  if (actor?.kind === 'user') return actor.sessionId
  return actor?.kind === 'key' ? actor.keyId : null
}

function requireAuditRule(name: string, definition: RouteDefinition): void {
  if (definition.method !== 'GET' && !definition.audit)
    throw new Error(`Route ${name} writes and says nothing about the audit log`)
}

function idIn(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null
}

function without(body: unknown, names: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}
