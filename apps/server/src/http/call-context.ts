import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#server/platform/actor.ts'
import type { Cancellation } from '#server/platform/cancellation.ts'
import type { ValidInput } from './validate-input.ts'

export interface AuditDetails {
  actor: Actor
  resourceId: string
  changes: unknown
}

interface CallParts {
  readonly actor: Actor | null
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly cancellation: Cancellation
  readonly details: Partial<AuditDetails>
}

/** What a handler is called with. A class, so that a signal is made only for one that looks at it. */
export class CallContext {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly actor: Actor | null
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly cancellation: Cancellation
  readonly audit: (more: Partial<AuditDetails>) => void

  constructor({ params, query, body }: ValidInput, { actor, request, reply, cancellation, details }: CallParts) {
    this.params = params
    this.query = query
    this.body = body
    this.actor = actor
    this.request = request
    this.reply = reply
    this.cancellation = cancellation
    this.audit = (more) => void Object.assign(details, more)
  }

  get signal(): AbortSignal {
    return this.cancellation.signal
  }
}
