import type { ChatMessage, Conversation, ConversationDetail } from '@secretary/contracts/chat.contract'
import type { PageQuery } from '@secretary/contracts/pagination'
import type { TurnMessage } from '@secretary/contracts/realtime/turn.messages'
import type { Language } from '@secretary/contracts/scalars'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { type Actor, type Scope, scopeOf } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import { newId } from '#server/platform/ids.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import { MOST_SHOWN, shownOf } from './branch-window.ts'
import type { BranchesRepository } from './branches.repository.ts'
import type { ConversationsRepository, StoredConversation } from './conversations.repository.ts'
import { createMessageTree } from './message-tree.ts'
import type { MessagesRepository, StoredMessage, TurnTrace } from './messages.repository.ts'
import { replayTurn } from './replay-turn.ts'
import type { TurnBroadcast } from './turn-broadcast.ts'

export interface BranchNode {
  readonly id: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly preview: string
  readonly isActive: boolean
  readonly createdAt: string
}

export interface ConversationsService {
  /** A search for what is rare may answer with few or none and a cursor to look on from: no request looks through everything. */
  list(
    actor: Actor,
    query: PageQuery & { search?: string | undefined },
    signal?: AbortSignal,
  ): Promise<{ items: Conversation[]; nextCursor: string | null }>
  create(actor: Actor, input: { title?: string | undefined; language?: Language | undefined }): Promise<Conversation>
  /** @throws AppError `not_found` for a foreign one too; so do all below. */
  find(actor: Actor, id: string): Promise<StoredConversation>
  /** With the end of its active branch, or with what comes in it before a message. @throws AppError `not_found` where that is not in it */
  detail(actor: Actor, id: string, before?: string): Promise<ConversationDetail>
  update(
    actor: Actor,
    id: string,
    change: { title?: string | undefined; isPinned?: boolean | undefined },
  ): Promise<Conversation>
  delete(actor: Actor, id: string): Promise<void>
  restore(actor: Actor, id: string): Promise<Conversation>
  /** Deletes all talks that this person had in the panel; nobody else's, whoever he is. */
  clearTests(userId: string): Promise<{ count: number; clearedAt: string }>
  restoreTests(userId: string, clearedAt: string): Promise<{ count: number }>
  branches(actor: Actor, id: string): Promise<BranchNode[]>
  /** What follows hangs on nothing that was said before; that stays as another branch. @throws AppError `conversation_busy` */
  restart(actor: Actor, id: string): Promise<void>
  /** @throws AppError `conversation_busy` while an answer is being written */
  switchBranch(actor: Actor, id: string, messageId: string): Promise<ConversationDetail>
  /** Deletes a message and what follows it. @throws AppError `conversation_busy` */
  deleteMessage(actor: Actor, id: string, messageId: string): Promise<ConversationDetail>
  /** The parts of a turn that is over, as they are stored. */
  replay(actor: Actor, id: string, turn: { turnId: string; messageId: string }): Promise<Iterable<TurnMessage>>
  /** Everything said, in every branch. */
  messages(
    actor: Actor,
    id: string,
  ): Promise<{ conversation: StoredConversation; messages: StoredMessage[]; activePath: StoredMessage[] }>
}

interface ConversationsDeps {
  conversations: ConversationsRepository
  messages: MessagesRepository
  branches: BranchesRepository
  broadcast: TurnBroadcast
  writer: DurableWriter
  liveEvents: LiveEvents
  clock: Clock
}

const PREVIEW_CHARACTERS = 50
/** One request of a search looks about this long; whoever waits for it sees something, others have their turn. */
const SEARCH_MS = 20

export function createConversationsService({
  conversations,
  messages,
  branches,
  broadcast,
  writer,
  liveEvents,
  clock,
}: ConversationsDeps): ConversationsService {
  async function find(actor: Actor, id: string): Promise<StoredConversation> {
    const conversation =
      actor.kind === 'key'
        ? await conversations.findOfSource('api', actor.keyId, id)
        : await conversations.find(scopeOf(actor), id)
    if (!conversation) throw new AppError('not_found')
    return conversation
  }

  async function change(
    scope: Scope,
    id: string,
    columns: Parameters<ConversationsRepository['update']>[2],
  ): Promise<StoredConversation> {
    if (!(await conversations.update(scope, id, columns, timestamp(clock)))) throw new AppError('not_found')
    const changed = await conversations.find(scope, id, { withDeleted: true })
    if (!changed) throw new AppError('not_found')
    const type = columns.deletedAt ? 'conversation-deleted' : 'conversation-changed'
    liveEvents.publish({ message: { type, conversationId: id }, ownerId: changed.ownerId })
    broadcast.send(id, { type: 'conversation-changed', conversationId: id })
    return changed
  }

  function tell(type: 'conversation-deleted' | 'conversation-changed', ownerId: string, ids: readonly string[]): void {
    for (const conversationId of ids) {
      liveEvents.publish({ message: { type, conversationId }, ownerId })
      broadcast.send(conversationId, { type: 'conversation-changed', conversationId })
    }
  }

  async function detail(actor: Actor, id: string, before?: string): Promise<ConversationDetail> {
    const conversation = await find(actor, id)
    // Before its messages are read: an answer that ends meanwhile is told as still being written, never its beginning as its whole.
    const activeTurnId = broadcast.activeTurnId(id)
    const part = await branches.end(id, { leafId: conversation.activeMessageId, before, limit: MOST_SHOWN })
    if (!part) throw new AppError('not_found')
    const { nodes, hasEarlier } = shownOf(part, { isBefore: before !== undefined })
    const versions = await branches.versions(id, nodes)
    const versionsOf = new Map(nodes.map((node) => [node.id, versions.get(node.parentId) ?? []]))
    const path = await messages.find(
      id,
      nodes.map((node) => node.id),
    )
    const traces = await messages.traces(
      path.flatMap(({ role, turnId }) => (role === 'assistant' && turnId !== null ? [turnId] : [])),
    )
    return {
      ...conversation,
      activeTurnId,
      hasEarlier,
      messages: path.map((message) => toChatMessage(message, versionsOf.get(message.id) ?? [], traces)),
    }
  }

  async function requireIdle(id: string): Promise<void> {
    if (broadcast.activeTurnId(id) !== null) throw new AppError('conversation_busy')
  }

  return {
    find,
    detail,
    async list(actor, { cursor, limit, search }, signal) {
      const after = cursor === undefined ? null : decodeCursor(cursor, ['pinned', 'updatedAt', 'id'])
      const page = { after, limit: limit + 1, signal }
      const { found, lookedUpTo } = search?.trim()
        ? await conversations.search(scopeOf(actor), search, { ...page, forMs: SEARCH_MS })
        : { found: await conversations.page(scopeOf(actor), page), lookedUpTo: null }
      const items = found.slice(0, limit)
      const last = found.length > limit ? items.at(-1) : undefined
      const place = last ? { pinned: last.isPinned ? '1' : '0', updatedAt: last.updatedAt, id: last.id } : lookedUpTo
      return { items, nextCursor: place && encodeCursor({ ...place }) }
    },
    async create(actor, { title = '', language = null }) {
      const now = timestamp(clock)
      const conversation: StoredConversation = {
        id: newId(),
        title,
        ...originOf(actor),
        isPinned: false,
        hasLead: false,
        language,
        preview: '',
        messageCount: 0,
        activeMessageId: null,
        expects: null,
        createdAt: now,
        updatedAt: now,
      }
      // Many may begin at once: they share a commit, and nobody else waits for the disk.
      await writer.commit([conversations.compileInsert(conversation)])
      liveEvents.publish({
        message: { type: 'conversation-changed', conversationId: conversation.id },
        ownerId: conversation.ownerId,
      })
      return conversation
    },
    update: (actor, id, columns) => change(scopeOf(actor), id, columns),
    async delete(actor, id) {
      await find(actor, id)
      await change(scopeOf(actor), id, { deletedAt: timestamp(clock) })
    },
    restore: (actor, id) => change(scopeOf(actor), id, { deletedAt: null }),
    async clearTests(userId) {
      const clearedAt = timestamp(clock)
      const ids = await conversations.markTests(userId, { deletedAt: clearedAt, isDeleted: true })
      tell('conversation-deleted', userId, ids)
      return { count: ids.length, clearedAt }
    },
    async restoreTests(userId, clearedAt) {
      const ids = await conversations.markTests(userId, { deletedAt: clearedAt, isDeleted: false })
      tell('conversation-changed', userId, ids)
      return { count: ids.length }
    },
    async branches(actor, id) {
      const { activeMessageId } = await find(actor, id)
      const all = await messages.previews(id, PREVIEW_CHARACTERS)
      await nextTurn()
      const active = new Set(createMessageTree(all).pathTo(activeMessageId))
      await nextTurn()
      return all.map((message) => ({ ...message, isActive: active.has(message) }))
    },
    async restart(actor, id) {
      await find(actor, id)
      await requireIdle(id)
      await change({ kind: 'all' }, id, { activeMessageId: null })
    },
    async switchBranch(actor, id, messageId) {
      await find(actor, id)
      await requireIdle(id)
      const tree = createMessageTree(await messages.shape(id))
      if (!tree.get(messageId)) throw new AppError('not_found')
      await change(scopeOf(actor), id, { activeMessageId: tree.leafBelow(messageId) })
      return detail(actor, id)
    },
    async deleteMessage(actor, id, messageId) {
      const { activeMessageId } = await find(actor, id)
      await requireIdle(id)
      const tree = createMessageTree(await messages.shape(id))
      const message = tree.get(messageId)
      if (!message) throw new AppError('not_found')
      const removed = tree.subtreeOf(messageId)
      await messages.markDeleted(removed, timestamp(clock))
      if (activeMessageId !== null && removed.includes(activeMessageId)) {
        const sibling = tree.siblingsOf(message).findLast((other) => other.id !== messageId)
        await change(scopeOf(actor), id, { activeMessageId: sibling ? tree.leafBelow(sibling.id) : message.parentId })
      }
      return detail(actor, id)
    },
    async replay(actor, id, turn) {
      const { messages: all } = await readAll(actor, id)
      const answer = all.find(({ role, turnId }) => role === 'assistant' && turnId === turn.turnId)
      return replayTurn(turn, answer, (await messages.traces([turn.turnId])).get(turn.turnId))
    },
    messages: readAll,
  }

  async function readAll(actor: Actor, id: string) {
    const conversation = await find(actor, id)
    const all = await messages.list(id)
    await nextTurn()
    const activePath = createMessageTree(all).pathTo(conversation.activeMessageId)
    await nextTurn()
    return { conversation, messages: all, activePath }
  }
}

/** What a program begins belongs to whoever owns its key. */
function originOf(actor: Actor): Pick<StoredConversation, 'ownerId' | 'source' | 'sourceId'> {
  if (actor.kind === 'key') return { ownerId: actor.ownerId, source: 'api', sourceId: actor.keyId }
  return { ownerId: actor.kind === 'user' ? actor.userId : null, source: 'panel', sourceId: null }
}

function toChatMessage(
  message: StoredMessage,
  versions: readonly string[],
  traces: ReadonlyMap<string, TurnTrace>,
): ChatMessage {
  const trace = message.role === 'assistant' && message.turnId !== null ? traces.get(message.turnId) : undefined
  return {
    id: message.id,
    parentId: message.parentId,
    role: message.role,
    content: message.content,
    state: message.state,
    isEdited: message.isEdited,
    turnId: message.turnId,
    answer: trace?.answer ?? null,
    suggestions: trace?.suggestions ?? [],
    timings: trace?.timings ?? null,
    siblings: { index: versions.indexOf(message.id), ids: [...versions] },
    createdAt: message.createdAt,
  }
}
