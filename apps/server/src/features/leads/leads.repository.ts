import type { Lead, LeadState, LeadStatus } from '@secretary/contracts/leads.contract'
import { sql } from 'kysely'
import type { Executor } from '#server/db/database.ts'
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

/** Messages of visitors; each belongs to whoever its conversation belongs to, and goes where that goes. */
/** The list goes over `readDb`: what somebody looks for may be the last of many. */
export function createLeadsRepository(db: Executor, readDb: Executor = db) {
  const visible = (scope: Scope, executor: Executor) => {
    const query = executor
      .selectFrom('leads')
      .innerJoin('conversations', 'conversations.id', 'leads.conversation_id')
      .where('conversations.deleted_at', 'is', null)
    if (scope.kind === 'all') return query
    return query.where((eb) => {
      const own = eb('leads.owner_id', '=', scope.userId)
      return scope.includeSystem ? eb.or([own, eb('leads.owner_id', 'is', null)]) : own
    })
  }
  const columns = (scope: Scope, executor: Executor) =>
    visible(scope, executor).selectAll('leads').select(['conversations.source', 'conversations.language'])

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
    /** Newest first. */
    async page(
      scope: Scope,
      { state, search }: LeadFilter,
      { after, limit }: { after: { createdAt: string; id: string } | null; limit: number },
    ): Promise<StoredLead[]> {
      let query = columns(scope, readDb)
      if (state !== 'all') query = query.where('leads.status', 'in', state === 'done' ? ['done'] : ['new', 'read'])
      for (const word of fold(search ?? '').split(' ')) {
        const pattern = `%${word.replace(/[%_\\]/g, '')}%`
        if (pattern !== '%%') query = query.where('leads.search_folded', 'like', pattern)
      }
      if (after) query = query.where(sql<boolean>`(leads.created_at, leads.id) < (${after.createdAt}, ${after.id})`)
      const rows = await query.orderBy('leads.created_at', 'desc').orderBy('leads.id', 'desc').limit(limit).execute()
      return rows.map(toLead)
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
