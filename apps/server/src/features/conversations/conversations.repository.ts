import type { Conversation } from '@secretary/contracts/chat.contract'
import { type CompiledQuery, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Executor } from '#server/db/database.ts'
import type { Scope } from '#server/platform/actor.ts'
import { fold } from '#server/platform/fold.ts'
import type { ConversationsTable } from './conversations.table.ts'

type ConversationRow = Selectable<ConversationsTable>

export interface StoredConversation extends Conversation {
  readonly ownerId: string | null
  readonly activeMessageId: string | null
  readonly expects: 'contact' | null
}

export interface ConversationsRepository {
  insert(conversation: StoredConversation): Promise<void>
  /** The same as a statement, for the durable writer. */
  compileInsert(conversation: StoredConversation): CompiledQuery
  /** Null for a foreign one as for one that never was. */
  find(scope: Scope, id: string, options?: { withDeleted: boolean }): Promise<StoredConversation | null>
  /** Of one instance of a channel. */
  findOfSource(source: StoredConversation['source'], sourceId: string, id: string): Promise<StoredConversation | null>
  /** Pinned first, then by the last change. */
  page(
    scope: Scope,
    filter: { search?: string | undefined },
    page: { after: { pinned: string; updatedAt: string; id: string } | null; limit: number },
  ): Promise<StoredConversation[]>
  update(
    scope: Scope,
    id: string,
    change: {
      title?: string | undefined
      isPinned?: boolean | undefined
      activeMessageId?: string | null
      deletedAt?: string | null
    },
    now: string,
  ): Promise<boolean>
  /** Deletes this person's talks of the panel, or brings back those deleted at that moment. Returns which. */
  markTests(userId: string, change: { deletedAt: string; isDeleted: boolean }): Promise<string[]>
}

/** A search reads every conversation: it goes over `searchDb`. */
export function createConversationsRepository(db: Executor, searchDb: Executor = db): ConversationsRepository {
  return {
    async insert(conversation) {
      await db.insertInto('conversations').values(toRow(conversation)).execute()
    },
    compileInsert: (conversation) => db.insertInto('conversations').values(toRow(conversation)).compile(),
    async find(scope, id, options) {
      let query = scoped(db.selectFrom('conversations').selectAll(), scope).where('id', '=', id)
      if (!options?.withDeleted) query = query.where('deleted_at', 'is', null)
      const row = await query.executeTakeFirst()
      return row ? toConversation(row) : null
    },
    async findOfSource(source, sourceId, id) {
      const row = await db
        .selectFrom('conversations')
        .selectAll()
        .where('id', '=', id)
        .where('source', '=', source)
        .where('source_id', '=', sourceId)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      return row ? toConversation(row) : null
    },
    async page(scope, { search }, { after, limit }) {
      const patterns = fold(search ?? '')
        .split(' ')
        .map((word) => `%${word.replace(/[%_\\]/g, '')}%`)
        .filter((pattern) => pattern !== '%%')
      const executor = patterns.length > 0 ? searchDb : db
      let query = scoped(executor.selectFrom('conversations').selectAll(), scope).where('deleted_at', 'is', null)
      for (const pattern of patterns) query = query.where(matchesWord(pattern))
      if (after)
        query = query.where(
          sql<boolean>`(is_pinned, updated_at, id) < (${after.pinned === '1' ? 1 : 0}, ${after.updatedAt}, ${after.id})`,
        )
      const rows = await query
        .orderBy('is_pinned', 'desc')
        .orderBy('updated_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toConversation)
    },
    async update(scope, id, { title, isPinned, activeMessageId, deletedAt }, now) {
      const columns = {
        ...(title !== undefined && { title, title_folded: fold(title) }),
        ...(isPinned !== undefined && { is_pinned: isPinned ? 1 : 0 }),
        ...(activeMessageId !== undefined && { active_message_id: activeMessageId, updated_at: now }),
        ...(deletedAt !== undefined && { deleted_at: deletedAt }),
      }
      if (Object.keys(columns).length === 0) return true
      const base = db.updateTable('conversations').set(columns).where('id', '=', id)
      const query =
        scope.kind === 'all' ? base : base.where('owner_kind', '=', 'user').where('owner_id', '=', scope.userId)
      return Number((await query.executeTakeFirst()).numUpdatedRows) === 1
    },
    async markTests(userId, { deletedAt, isDeleted }) {
      const own = db
        .updateTable('conversations')
        .set({ deleted_at: isDeleted ? deletedAt : null })
        .where('owner_kind', '=', 'user')
        .where('owner_id', '=', userId)
        .where('source', '=', 'panel')
      const rows = await own
        .where('deleted_at', isDeleted ? 'is' : '=', isDeleted ? null : deletedAt)
        .returning('id')
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

/** Titles, and what was last said. */
function matchesWord(pattern: string) {
  return sql<boolean>`(title_folded like ${pattern} or search_folded like ${pattern})`
}

function scoped<O>(
  query: SelectQueryBuilder<Database, 'conversations', O>,
  scope: Scope,
): SelectQueryBuilder<Database, 'conversations', O> {
  if (scope.kind === 'all') return query
  return query.where((eb) => {
    const own = eb.and([eb('owner_kind', '=', 'user'), eb('owner_id', '=', scope.userId)])
    return scope.includeSystem ? eb.or([own, eb('owner_kind', '=', 'system')]) : own
  })
}

function toConversation(row: ConversationRow): StoredConversation {
  return {
    id: row.id,
    ownerId: row.owner_id,
    title: row.title,
    source: row.source,
    sourceId: row.source_id,
    isPinned: row.is_pinned === 1,
    hasLead: row.has_lead === 1,
    language: row.language,
    preview: row.preview,
    messageCount: row.message_count,
    activeMessageId: row.active_message_id,
    expects: row.expects,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(conversation: StoredConversation): ConversationRow {
  return {
    id: conversation.id,
    owner_kind: conversation.ownerId === null ? 'system' : 'user',
    owner_id: conversation.ownerId,
    source: conversation.source,
    source_id: conversation.sourceId,
    title: conversation.title,
    title_folded: fold(conversation.title),
    search_folded: '',
    is_pinned: conversation.isPinned ? 1 : 0,
    has_lead: conversation.hasLead ? 1 : 0,
    language: conversation.language,
    active_message_id: conversation.activeMessageId,
    expects: conversation.expects,
    preview: conversation.preview,
    message_count: conversation.messageCount,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    deleted_at: null,
  }
}
