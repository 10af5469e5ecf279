import type { Conversation } from '@secretary/contracts/chat.contract'
import { type CompiledQuery, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Executor } from '#server/db/database.ts'
import { searchInSteps } from '#server/db/search-in-steps.ts'
import { holdWords, wordsOf } from '#server/db/search-words.ts'
import type { Scope } from '#server/platform/actor.ts'
import { fold } from '#server/platform/fold.ts'
import type { ConversationsTable } from './conversations.table.ts'

type ConversationRow = Selectable<ConversationsTable>

export interface StoredConversation extends Conversation {
  readonly ownerId: string | null
  readonly activeMessageId: string | null
  readonly expects: 'contact' | null
}

/** A place in the list: behind the conversation that has these. */
export interface ListPlace {
  readonly pinned: string
  readonly updatedAt: string
  readonly id: string
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
  page(scope: Scope, page: { after: ListPlace | null; limit: number }): Promise<StoredConversation[]>
  /**
   * In the order of `page`, those that hold every word. It looks until it has found enough or `forMs` are over:
   * `lookedUpTo` is where it stopped, null at the end of the list.
   */
  search(
    scope: Scope,
    text: string,
    page: { after: ListPlace | null; limit: number; forMs: number; signal?: AbortSignal | undefined },
  ): Promise<{ found: StoredConversation[]; lookedUpTo: ListPlace | null }>
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

/** A search reads many conversations: it goes over `searchDb`. */
export function createConversationsRepository(db: Executor, searchDb: Executor = db): ConversationsRepository {
  const inOrder = (executor: Executor, scope: Scope, { after, end = null }: Range) =>
    scoped(executor.selectFrom('conversations').selectAll(), scope)
      .where('deleted_at', 'is', null)
      .where(isBetween(after, end))
      .orderBy('is_pinned', 'desc')
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')

  /** So many conversations further on, deleted ones counted too: an index alone answers. Null where the list ends before. */
  async function placeBehind(scope: Scope, after: ListPlace | null, count: number): Promise<ListPlace | null> {
    const row = await scoped(searchDb.selectFrom('conversations'), scope)
      .select(['is_pinned', 'updated_at', 'id'])
      .where(isBetween(after, null))
      .orderBy('is_pinned', 'desc')
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      .offset(count - 1)
      .limit(1)
      .executeTakeFirst()
    return row ? { pinned: String(row.is_pinned), updatedAt: row.updated_at, id: row.id } : null
  }

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
    page: async (scope, { after, limit }) =>
      (await inOrder(db, scope, { after }).limit(limit).execute()).map(toConversation),
    search: (scope, text, { after, limit, forMs, signal }) =>
      searchInSteps<ListPlace, StoredConversation>({
        after,
        limit,
        forMs,
        signal,
        placeBehind: (place, count) => placeBehind(scope, place, count),
        async find(range) {
          // Titles, and what was last said.
          const matches = holdWords(searchDb, ['title_folded', 'search_folded'], wordsOf(text))
          const rows = await inOrder(searchDb, scope, range).where(matches).limit(range.limit).execute()
          return rows.map(toConversation)
        },
      }),
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

interface Range {
  readonly after: ListPlace | null
  readonly end?: ListPlace | null
}

/**
 * Behind one place up to another, where they are given. That nothing behind it is pinned is said apart: PostgreSQL guesses from the
 * first of the columns alone how much there is.
 */
function isBetween(after: ListPlace | null, end: ListPlace | null) {
  const isPlain = after?.pinned === '0'
  const columns = isPlain ? sql`(updated_at, id)` : sql`(is_pinned, updated_at, id)`
  const tuple = ({ pinned, updatedAt, id }: ListPlace) =>
    isPlain ? sql`(${updatedAt}, ${id})` : sql`(${pinned === '1' ? 1 : 0}, ${updatedAt}, ${id})`
  const conditions = [isPlain ? sql`is_pinned = 0` : sql`1 = 1`]
  if (after) conditions.push(sql`${columns} < ${tuple(after)}`)
  if (end) conditions.push(sql`${columns} >= ${tuple(end)}`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
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
