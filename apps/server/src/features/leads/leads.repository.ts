import type { Lead, LeadState, LeadStatus } from '@secretary/contracts/leads.contract'
import { sql } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import { searchInSteps } from '#server/db/search-in-steps.ts'
import { holdWords, wordsOf } from '#server/db/search-words.ts'
import type { Scope } from '#server/platform/actor.ts'
import { fold } from '#server/platform/fold.ts'

/** A message as it is stored, with what its conversation says of it. */
export type StoredLead = Omit<Lead, 'contactUrl' | 'replyHint' | 'isTest' | 'language'> & {
  readonly language: 'ru' | 'en' | null
}

export interface NewLead {
  readonly id: string
  readonly conversationId: string
  readonly name: string | null
  readonly contact: string
  readonly message: string
  readonly createdAt: string
}

export interface LeadFilter {
  readonly state: LeadState
  readonly search?: string | undefined
}

/** A place in the list: behind the message that has these. */
export interface LeadPlace {
  readonly createdAt: string
  readonly id: string
}

/**
 * Messages of visitors; each belongs to whoever its conversation belongs to, and goes where that goes. The list goes over
 * `readDb`: what somebody looks for may be the last of many.
 */
export function createLeadsRepository(db: Executor, readDb: Executor = db) {
  const visible = (scope: Scope, executor: Executor) =>
    executor
      .selectFrom('leads')
      .innerJoin('conversations', 'conversations.id', 'leads.conversation_id')
      .where('conversations.deleted_at', 'is', null)
      .where(isOf(scope))
  const columns = (scope: Scope, executor: Executor) =>
    visible(scope, executor).selectAll('leads').select(['conversations.source', 'conversations.language'])

  /** So many messages further on, whatever became of their conversations: an index alone answers. */
  async function placeBehind(scope: Scope, after: LeadPlace | null, count: number): Promise<LeadPlace | null> {
    const row = await readDb
      .selectFrom('leads')
      .select(['created_at as createdAt', 'id'])
      .where(isOf(scope))
      .where(isBehind(after))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .offset(count - 1)
      .limit(1)
      .executeTakeFirst()
    return row ?? null
  }

  /** Newest first, behind one place up to another. */
  async function find(
    scope: Scope,
    { state, words }: { state: LeadState; words: readonly string[] },
    { after, end, limit }: { after: LeadPlace | null; end: LeadPlace | null; limit: number },
  ): Promise<StoredLead[]> {
    let query = columns(scope, readDb).where(isIn(state)).where(isBehind(after))
    if (end) query = query.where(sql<boolean>`(leads.created_at, leads.id) >= (${end.createdAt}, ${end.id})`)
    if (words.length > 0) query = query.where(holdWords(readDb, ['leads.search_folded'], words))
    const rows = await query.orderBy('leads.created_at', 'desc').orderBy('leads.id', 'desc').limit(limit).execute()
    return rows.map(toLead)
  }

  return {
    /** False where it is there already. */
    async insert({ id, conversationId, name, contact, message, createdAt }: NewLead): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('leads')
        .values({
          id,
          conversation_id: conversationId,
          owner_id: (eb) => eb.selectFrom('conversations').select('owner_id').where('id', '=', conversationId),
          name,
          contact,
          message,
          status: 'new',
          created_at: createdAt,
          read_at: null,
          done_at: null,
          search_folded: fold(`${name ?? ''} ${contact} ${message}`),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      if (Number(numInsertedOrUpdatedRows) === 0) return false
      await db.updateTable('conversations').set({ has_lead: 1 }).where('id', '=', conversationId).execute()
      return true
    },
    async find(scope: Scope, id: string): Promise<(StoredLead & { ownerId: string | null }) | null> {
      const row = await columns(scope, db)
        .select('conversations.owner_id')
        .where('leads.id', '=', id)
        .executeTakeFirst()
      return row ? { ...toLead(row), ownerId: row.owner_id } : null
    },
    /** Newest first. A search looks on until it has found enough, a step at a time. */
    async page(
      scope: Scope,
      { state, search: text }: LeadFilter,
      { after, limit, signal }: { after: LeadPlace | null; limit: number; signal?: AbortSignal | undefined },
    ): Promise<StoredLead[]> {
      const wanted = { state, words: wordsOf(text ?? '') }
      if (wanted.words.length === 0) return find(scope, wanted, { after, end: null, limit })
      const { found } = await searchInSteps<LeadPlace, StoredLead>({
        after,
        limit,
        signal,
        placeBehind: (place, count) => placeBehind(scope, place, count),
        find: (range) => find(scope, wanted, range),
      })
      return found
    },
    /** Of real visitors: what the owner tries himself waits for nobody. */
    async countOpen(scope: Scope): Promise<{ new: number; open: number }> {
      const rows = await visible(scope, db)
        .where('conversations.source', '!=', 'panel')
        .where('leads.status', 'in', ['new', 'read'])
        .groupBy('leads.status')
        .select((eb) => ['leads.status', eb.fn.countAll().as('count')])
        .execute()
      const count = (status: LeadStatus) => Number(rows.find((row) => row.status === status)?.count ?? 0)
      return { new: count('new'), open: count('new') + count('read') }
    },
    async setStatus(id: string, change: Pick<StoredLead, 'status' | 'readAt' | 'doneAt'>): Promise<void> {
      await db
        .updateTable('leads')
        .set({ status: change.status, read_at: change.readAt, done_at: change.doneAt })
        .where('id', '=', id)
        .execute()
    },
  }
}

const everything = sql<boolean>`1 = 1`

function isOf(scope: Scope) {
  if (scope.kind === 'all') return everything
  const own = sql<boolean>`leads.owner_id = ${scope.userId}`
  return scope.includeSystem ? sql<boolean>`(${own} or leads.owner_id is null)` : own
}

function isBehind(place: LeadPlace | null) {
  return place ? sql<boolean>`(leads.created_at, leads.id) < (${place.createdAt}, ${place.id})` : everything
}

function isIn(state: LeadState) {
  if (state === 'all') return everything
  return state === 'done' ? sql<boolean>`leads.status = 'done'` : sql<boolean>`leads.status in ('new', 'read')`
}

interface LeadRow {
  id: string
  conversation_id: string
  name: string | null
  contact: string
  message: string
  status: LeadStatus
  source: StoredLead['source']
  language: StoredLead['language']
  created_at: string
  read_at: string | null
  done_at: string | null
}

function toLead(row: LeadRow): StoredLead {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    name: row.name,
    contact: row.contact,
    message: row.message,
    status: row.status,
    source: row.source,
    language: row.language,
    createdAt: row.created_at,
    readAt: row.read_at,
    doneAt: row.done_at,
  }
}
