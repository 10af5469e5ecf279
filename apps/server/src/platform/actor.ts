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

export const systemActor: Actor = { kind: 'system' }

/** Which rows of owned data a query may see. It is the first parameter of every query on owned data. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'owner'; readonly userId: string; readonly includeSystem: boolean }

/** The system and admins see everything, everybody else his own rows. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind === 'system' || actor.role === 'admin') return { kind: 'all' }
  return { kind: 'owner', userId: actor.userId, includeSystem: false }
}
