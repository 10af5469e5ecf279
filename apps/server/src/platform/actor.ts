import type { KeyScope } from '@secretary/contracts/key-scopes'
import type { Role } from '@secretary/contracts/permissions'

/** Who does something. `system` is the owner of the machine at the command line, or the server itself. */
export type Actor =
  | { readonly kind: 'system' }
  | {
      readonly kind: 'user'
      readonly userId: string
      readonly name: string
      readonly role: Role
      readonly sessionId: string
    }
  | KeyActor

/** A program with an API key. */
export interface KeyActor {
  readonly kind: 'key'
  readonly keyId: string
  readonly name: string
  /** Empty: all of `/v1`. */
  readonly scopes: readonly KeyScope[]
  readonly ownerKind: 'system' | 'user'
  /** Null exactly when the system owns the key. */
  readonly ownerId: string | null
}

export const systemActor: Actor = { kind: 'system' }

/** Whose limits count, of all who may come: somebody with many sessions is one. */
export function idOfActor(actor: Actor): string {
  if (actor.kind === 'user') return actor.userId
  return actor.kind === 'key' ? actor.keyId : actor.kind
}

/** Which rows of owned data a query may see. It is the first parameter of every query on owned data. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'owner'; readonly userId: string; readonly includeSystem: boolean }

/** The system and admins see everything, everybody else his own rows. No row belongs to a key: rooms that serve keys have a scope for them. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind === 'system' || (actor.kind === 'user' && actor.role === 'admin')) return { kind: 'all' }
  if (actor.kind === 'key') return { kind: 'owner', userId: actor.keyId, includeSystem: false }
  return { kind: 'owner', userId: actor.userId, includeSystem: false }
}
