import type { TakenMessage } from '#server/conversation/turn-part.ts'
import type { Executor } from '#server/db/database.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import { newId } from '#server/platform/ids.ts'

export interface LeadsService {
  /** Stores who wants to be called back, marks the conversation and tells open panels. */
  create(lead: TakenMessage, conversation: { id: string; ownerId: string | null }): Promise<void>
}

export function createLeadsService({
  db,
  liveEvents,
  clock,
}: {
  db: Executor
  liveEvents: LiveEvents
  clock: Clock
}): LeadsService {
  return {
    async create({ name, contact, message }, conversation) {
      await db
        .insertInto('leads')
        .values({
          id: newId(),
          conversation_id: conversation.id,
          name,
          contact,
          message,
          status: 'new',
          created_at: timestamp(clock),
        })
        .execute()
      await db.updateTable('conversations').set({ has_lead: 1 }).where('id', '=', conversation.id).execute()
      liveEvents.publish({
        message: { type: 'lead-created', conversationId: conversation.id },
        ownerId: conversation.ownerId,
      })
    },
  }
}
