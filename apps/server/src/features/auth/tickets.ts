import { randomBytes } from 'node:crypto'
import type { Actor } from '#server/platform/actor.ts'
import type { Clock } from '#server/platform/clock.ts'

export const TICKET_SECONDS = 30
/** One session can't fill the memory: the oldest tickets go first. */
const MAX_TICKETS = 10_000

export interface Tickets {
  /** For addresses that an element or a socket opens and that can carry no header. */
  issue(actor: Actor, path: string): string
  /** Who holds it, once, within 30 seconds, for that path only; null otherwise. */
  redeem(ticket: string, path: string): Actor | null
}

export function createTickets(clock: Clock): Tickets {
  const open = new Map<string, { actor: Actor; path: string; endsAtMs: number }>()
  return {
    issue(actor, path) {
      for (const [ticket, { endsAtMs }] of open) {
        if (endsAtMs > clock.now().getTime() && open.size < MAX_TICKETS) break
        open.delete(ticket)
      }
      const ticket = randomBytes(24).toString('base64url')
      open.set(ticket, { actor, path, endsAtMs: clock.now().getTime() + TICKET_SECONDS * 1000 })
      return ticket
    },
    redeem(ticket, path) {
      const found = open.get(ticket)
      open.delete(ticket)
      return found && found.path === path && found.endsAtMs > clock.now().getTime() ? found.actor : null
    },
  }
}
