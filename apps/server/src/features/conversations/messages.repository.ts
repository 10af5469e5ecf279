import { AnswerSource, StageTimings, Suggestion } from '@secretary/contracts/realtime/turn.messages'
import { type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import * as z from 'zod'
import type { Database, Executor } from '#server/db/database.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import type { MessagesTable } from './conversations.table.ts'
import type { TreeNode } from './message-tree.ts'

/** What is kept of how an answer came about. */
export const TurnTrace = z.object({
  answer: AnswerSource.nullable(),
  suggestions: z.array(Suggestion),
  timings: StageTimings.nullable(),
})
export type TurnTrace = z.infer<typeof TurnTrace>

export interface StoredMessage {
  readonly id: string
  readonly conversationId: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly content: string
  readonly state: 'complete' | 'interrupted' | 'pending'
  readonly isEdited: boolean
  readonly turnId: string | null
  readonly createdAt: string
}

/** What a message is known by in an overview. */
export type MessagePreview = Pick<StoredMessage, 'id' | 'parentId' | 'role' | 'createdAt'> & {
  readonly preview: string
}

export interface MessagesRepository {
  /** Oldest first. Whoever calls has found the conversation in his scope before. */
  list(conversationId: string): Promise<StoredMessage[]>
  /** The same with the beginning of what each says. */
  previews(conversationId: string, characters: number): Promise<MessagePreview[]>
  /** How the messages hang together, oldest first: what they say is left where it is. */
  shape(conversationId: string): Promise<TreeNode[]>
  /** Those of the conversation that are not deleted, in the order of the ids. */
  find(conversationId: string, ids: readonly string[]): Promise<StoredMessage[]>
  /** The message and at most so many that led to it, oldest first; those that were deleted end it. */
  pathTo(conversationId: string, messageId: string, limit: number): Promise<StoredMessage[]>
  /** Deleted ones included: what a client sends again is not said again. */
  findByClientId(conversationId: string, clientMessageId: string): Promise<StoredMessage | null>
  /** How the answers of a conversation came about, by turn. */
  traces(turnIds: readonly string[]): Promise<ReadonlyMap<string, TurnTrace>>
  markDeleted(ids: readonly string[], at: string): Promise<void>
}

const IDS_PER_QUERY = 1_000
/** Rows that are read and made into what they mean before others have their turn: a millisecond of work, because several may arrive at once. */
const ROWS_AT_ONCE = 100
/** The same of traces, which are parsed and checked. */
const TRACES_AT_ONCE = 50
/** The same of rows that are ids alone. */
const NODES_AT_ONCE = 500

export function createMessagesRepository(db: Executor): MessagesRepository {
  const all = (conversationId: string) =>
    db.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId)
  const live = (conversationId: string) => all(conversationId).where('deleted_at', 'is', null)
  const nodes = (conversationId: string) =>
    db
      .selectFrom('messages')
      .select(['id', 'parent_id', 'created_at'])
      .where('conversation_id', '=', conversationId)
      .where('deleted_at', 'is', null)
  return {
    async list(conversationId) {
      const found: StoredMessage[] = []
      const page = (last: Row | undefined) => behind(live(conversationId), last).limit(ROWS_AT_ONCE).execute()
      for await (const rows of pages(page, ROWS_AT_ONCE)) found.push(...rows.map(toMessage))
      return found
    },
    async previews(conversationId, characters) {
      const found: MessagePreview[] = []
      const start = sql<string>`substr(content, 1, ${sql.lit(characters)})`.as('start')
      const query = nodes(conversationId).select(['role', start])
      const page = (last: Row | undefined) => behind(query, last).limit(NODES_AT_ONCE).execute()
      for await (const rows of pages(page, NODES_AT_ONCE))
        for (const row of rows)
          found.push({
            id: row.id,
            parentId: row.parent_id,
            role: row.role,
            // A character of the database may be two here.
            preview: row.start.slice(0, characters).toWellFormed(),
            createdAt: row.created_at,
          })
      return found
    },
    async shape(conversationId) {
      const found: TreeNode[] = []
      const page = (last: Row | undefined) => behind(nodes(conversationId), last).limit(NODES_AT_ONCE).execute()
      for await (const rows of pages(page, NODES_AT_ONCE))
        for (const { id, parent_id } of rows) found.push({ id, parentId: parent_id })
      return found
    },
    async find(conversationId, ids) {
      if (ids.length === 0) return []
      const rows = await live(conversationId).where('id', 'in', ids).execute()
      const byId = new Map(rows.map((row) => [row.id, row]))
      return ids.flatMap((id) => byId.get(id) ?? []).map(toMessage)
    },
    async pathTo(conversationId, messageId, limit) {
      const start = live(conversationId).where('id', '=', messageId)
      const rows = await db
        .withRecursive('path', (cte) =>
          cte
            .selectFrom(start.as('start'))
            .selectAll()
            .select(sql<number>`1`.as('depth'))
            .unionAll((query) =>
              query
                .selectFrom('path')
                .innerJoin('messages', 'messages.id', 'path.parent_id')
                .where('messages.conversation_id', '=', conversationId)
                .where('messages.deleted_at', 'is', null)
                // Also the end of damaged rows that follow each other in a circle.
                .where('path.depth', '<', limit)
                .selectAll('messages')
                .select(sql<number>`path.depth + 1`.as('depth')),
            ),
        )
        .selectFrom('path')
        .selectAll()
        .orderBy('depth', 'desc')
        .execute()
      return rows.map(toMessage)
    },
    async findByClientId(conversationId, clientMessageId) {
      const row = await all(conversationId).where('client_message_id', '=', clientMessageId).executeTakeFirst()
      return row ? toMessage(row) : null
    },
    async traces(turnIds) {
      const found = new Map<string, TurnTrace>()
      for (let start = 0; start < turnIds.length; start += TRACES_AT_ONCE) {
        if (start > 0) await nextTurn()
        const rows = await db
          .selectFrom('turns')
          .select(['id', 'trace'])
          .where('id', 'in', turnIds.slice(start, start + TRACES_AT_ONCE))
          .execute()
        for (const { id, trace } of rows) if (trace !== null) found.set(id, TurnTrace.parse(JSON.parse(trace)))
      }
      return found
    },
    async markDeleted(ids, at) {
      for (let start = 0; start < ids.length; start += IDS_PER_QUERY) {
        await db
          .updateTable('messages')
          .set({ deleted_at: at })
          .where('id', 'in', ids.slice(start, start + IDS_PER_QUERY))
          .execute()
      }
    },
  }
}

interface Row {
  readonly id: string
  readonly created_at: string
}

/** Oldest first. */
function behind<O>(query: SelectQueryBuilder<Database, 'messages', O>, last: Row | undefined) {
  const rest = last ? query.where(sql<boolean>`(created_at, id) > (${last.created_at}, ${last.id})`) : query
  return rest.orderBy('created_at').orderBy('id')
}

/** One page after the other, others have their turn in between. */
async function* pages<R extends Row>(page: (last: R | undefined) => Promise<R[]>, size: number): AsyncGenerator<R[]> {
  for (let last: R | undefined; ; await nextTurn()) {
    const rows = await page(last)
    yield rows
    if (rows.length < size) return
    last = rows.at(-1)
  }
}

function toMessage(row: Selectable<MessagesTable>): StoredMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    parentId: row.parent_id,
    role: row.role,
    content: row.content,
    state: row.state,
    isEdited: row.is_edited === 1,
    turnId: row.turn_id,
    createdAt: row.created_at,
  }
}
