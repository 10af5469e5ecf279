import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { Actor } from '#server/platform/actor.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { redactChanges } from './redact-changes.ts'

export interface AuditEvent {
  /** Null: nobody is logged in (a failed login, the first account). */
  readonly actor: Actor | null
  /** Where it came from; null for the command line. */
  readonly address: string | null
  /** E.g. `faq.create`. */
  readonly action: string
  readonly resourceId: string | null
  readonly changes: unknown
}

export interface AuditService {
  /** The one point where the audit log is written. Secrets are masked here, whatever the caller hands in. */
  write(event: AuditEvent): Promise<void>
}

/** The command line has no writer: there nobody waits behind it. */
export function createAuditService(deps: { db: Executor; writer?: DurableWriter; clock: Clock }): AuditService {
  return {
    async write({ actor, address, action, resourceId, changes }) {
      const row = deps.db.insertInto('audit_events').values({
        id: newId(),
        at: timestamp(deps.clock),
        actor_kind: actor === null ? 'anonymous' : actor.kind,
        actor_id: actor?.kind === 'user' ? actor.userId : actor?.kind === 'key' ? actor.keyId : null,
        actor_name: actor && actor.kind !== 'system' ? actor.name : null,
        address,
        action,
        resource_id: resourceId,
        changes: JSON.stringify(redactChanges(changes ?? {})),
      })

      if (deps.writer) await deps.writer.commit([row.compile()])
      else await row.execute()
    },
  }
}
