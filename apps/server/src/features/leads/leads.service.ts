import type { Lead, LeadStatus } from '@secretary/contracts/leads.contract'
import type { PageQuery } from '@secretary/contracts/pagination'
import type { Language } from '@secretary/contracts/scalars'
import type { TakenMessage } from '#server/conversation/turn-part.ts'
import type { Executor } from '#server/db/database.ts'
import { type Actor, scopeOf } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { contactUrl } from './contact-url.ts'
import { createLeadsRepository, type LeadFilter, type StoredLead } from './leads.repository.ts'
import { replyHint } from './reply-hint.ts'

/** Read and put into words in about two milliseconds. */
const EXPORT_PAGE_ROWS = 100

export interface LeadOrigin {
  /** The visitor's message that held the contact. */
  readonly messageId: string
  readonly conversation: { readonly id: string; readonly ownerId: string | null }
}

export interface LeadsService {
  /**
   * Stores who wants to be called back, marks the conversation and tells open panels.
   * One message of a visitor makes one, however often it is answered.
   */
  create(lead: TakenMessage, from: LeadOrigin): Promise<void>
  list(
    actor: Actor,
    query: PageQuery & LeadFilter,
    signal?: AbortSignal,
  ): Promise<{ items: Lead[]; nextCursor: string | null }>
  /** Without those of tests. */
  counts(actor: Actor): Promise<{ new: number; open: number }>
  /** @throws AppError `not_found`, for a foreign one too */
  get(actor: Actor, id: string): Promise<Lead>
  /** @throws AppError `not_found`, for a foreign one too */
  setStatus(actor: Actor, id: string, status: LeadStatus): Promise<Lead>
  /** Every message of that state, newest first. */
  all(actor: Actor, filter: LeadFilter): AsyncIterable<Lead>
}

interface LeadsDeps {
  db: Executor
  /** For the list, which may have to read far. */
  readDb?: Executor
  liveEvents: LiveEvents
  /** The language of a visitor who has not said enough to tell. */
  businessLanguage: () => Language
  clock: Clock
}

export function createLeadsService({ db, readDb, liveEvents, businessLanguage, clock }: LeadsDeps): LeadsService {
  const repository = createLeadsRepository(db, readDb)

  function toView(lead: StoredLead): Lead {
    const language = lead.language ?? businessLanguage()
    return {
      ...lead,
      language,
      contactUrl: contactUrl(lead.contact),
      isTest: lead.source === 'panel',
      replyHint: replyHint({ ...lead, language }),
    }
  }

  async function find(actor: Actor, id: string) {
    const lead = await repository.find(scopeOf(actor), id)
    if (!lead) throw new AppError('not_found')
    return lead
  }

  async function page(actor: Actor, { cursor, limit, ...filter }: PageQuery & LeadFilter, signal?: AbortSignal) {
    const after = cursor === undefined ? null : decodeCursor(cursor, ['createdAt', 'id'])
    const rows = await repository.page(scopeOf(actor), filter, { after, limit: limit + 1, signal })
    const items = rows.slice(0, limit).map(toView)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items, nextCursor: last ? encodeCursor({ createdAt: last.createdAt, id: last.id }) : null }
  }

  return {
    async create({ name, contact, message }, { messageId, conversation }) {
      const lead = {
        id: messageId,
        conversationId: conversation.id,
        name,
        contact,
        message,
        createdAt: timestamp(clock),
      }
      if (!(await repository.insert(lead))) return
      liveEvents.publish({
        message: { type: 'lead-created', conversationId: conversation.id },
        ownerId: conversation.ownerId,
      })
    },
    list: page,
    counts: (actor) => repository.countOpen(scopeOf(actor)),
    async get(actor, id) {
      const { ownerId: _, ...lead } = await find(actor, id)
      return toView(lead)
    },
    async setStatus(actor, id, status) {
      const { ownerId, ...lead } = await find(actor, id)
      const now = timestamp(clock)
      const readAt = status === 'new' ? null : (lead.readAt ?? now)
      const changed = { ...lead, status, readAt, doneAt: status === 'done' ? (lead.doneAt ?? now) : null }
      await repository.setStatus(id, changed)
      liveEvents.publish({ message: { type: 'lead-changed', conversationId: lead.conversationId }, ownerId })
      return toView(changed)
    },
    async *all(actor, filter) {
      let cursor: string | undefined
      do {
        const { items, nextCursor } = await page(actor, { ...filter, cursor, limit: EXPORT_PAGE_ROWS })
        yield* items
        cursor = nextCursor ?? undefined
        await nextTurn()
      } while (cursor !== undefined)
    },
  }
}
