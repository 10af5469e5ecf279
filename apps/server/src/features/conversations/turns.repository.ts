import { type CompiledQuery, type RawBuilder, type Selectable, sql } from 'kysely'
import type { UsageRecord } from '#server/conversation/turn-part.ts'
import type { Executor } from '#server/db/database.ts'
import { fold } from '#server/platform/fold.ts'
import { newId } from '#server/platform/ids.ts'
import type { TurnsTable } from './conversations.table.ts'
import type { TurnTrace } from './messages.repository.ts'

/** A turn that waits for its answer, or is being answered. */
export interface PendingTurn {
  readonly id: string
  readonly conversationId: string
  readonly userMessageId: string
  readonly assistantMessageId: string
  readonly withVoice: boolean
  readonly createdAt: string
}

/** Which process answers a turn, and until when that holds. */
export interface Lease {
  readonly owner: string
  readonly until: string
}

export interface AcceptedMessage extends PendingTurn {
  readonly content: string
  readonly parentId: string | null
  readonly clientMessageId: string | null
  readonly isEdited: boolean
  readonly questionKey: string
  /** Given to a conversation that has none yet. */
  readonly title: string
  readonly language: 'ru' | 'en'
}

export interface FinishedTurn extends PendingTurn {
  readonly content: string
  readonly state: 'complete' | 'interrupted'
  readonly trace: TurnTrace
  readonly usage: readonly UsageRecord[]
  readonly expects: 'contact' | null
  readonly finishedAt: string
}

const PREVIEW_CHARACTERS = 120
/** In the words of the index of open turns: SQLite takes it for no value that it hears only later, and would read every turn there ever was. */
const isOpenTurn = sql<boolean>`turns.state in ('accepted', 'running')`

/** Statements of a turn's life for the durable writer, and what is open after a crash. */
export function createTurnsRepository(db: Executor) {
  const insertMessage = (row: {
    id: string
    conversation_id: string
    parent_id: string | null
    role: 'user' | 'assistant'
    content: string
    state: 'complete' | 'interrupted'
    is_edited: number
    turn_id: string
    client_message_id: string | null
    created_at: string
  }) => db.insertInto('messages').values({ ...row, deleted_at: null })

  const newTurn = (turn: PendingTurn, questionKey: string, lease: Lease) =>
    db.insertInto('turns').values({
      id: turn.id,
      conversation_id: turn.conversationId,
      user_message_id: turn.userMessageId,
      assistant_message_id: turn.assistantMessageId,
      state: 'accepted',
      with_voice: turn.withVoice ? 1 : 0,
      question_key: questionKey,
      answer_source: null,
      faq_entry_id: null,
      faq_score: null,
      source: (eb) => eb.selectFrom('conversations').select('source').where('id', '=', turn.conversationId),
      owner_id: (eb) => eb.selectFrom('conversations').select('owner_id').where('id', '=', turn.conversationId),
      first_text_ms: null,
      trace: null,
      created_at: turn.createdAt,
      finished_at: null,
      lease_owner: lease.owner,
      lease_until: lease.until,
    })

  return {
    /** The message, its turn and what the list of conversations shows: one commit. */
    acceptUnit(message: AcceptedMessage, lease: Lease): CompiledQuery[] {
      const row = {
        id: message.userMessageId,
        conversation_id: message.conversationId,
        parent_id: message.parentId,
        role: 'user' as const,
        content: message.content,
        state: 'complete' as const,
        is_edited: message.isEdited ? 1 : 0,
        turn_id: message.id,
        client_message_id: message.clientMessageId,
        created_at: message.createdAt,
      }
      const known = db
        .updateTable('conversations')
        .set((eb) => ({
          title: eb.case().when('title', '=', '').then(message.title).else(eb.ref('title')).end(),
          title_folded: eb.case().when('title', '=', '').then(fold(message.title)).else(eb.ref('title_folded')).end(),
          language: eb.fn.coalesce('language', eb.val(message.language)),
        }))
        .where('id', '=', message.conversationId)
        .where((eb) => eb.or([eb('title', '=', ''), eb('language', 'is', null)]))
      return [
        insertMessage(row).compile(),
        newTurn(message, message.questionKey, lease).compile(),
        advance(message.conversationId, message.userMessageId, message.content, message.createdAt).compile(),
        known.compile(),
      ]
    },
    /** Another answer to a message that is there already. */
    acceptAgainUnit: (turn: PendingTurn, questionKey: string, lease: Lease): CompiledQuery[] => [
      newTurn(turn, questionKey, lease).compile(),
    ],
    /** What has been said so far, marked as interrupted until it is finished: after a crash it is what the visitor heard. */
    checkpointUnit: (turn: PendingTurn, content: string): CompiledQuery[] => [
      upsertAnswer(turn, content, 'interrupted').compile(),
    ],
    /** The answer, how it came about, what it cost, and the list of conversations: one commit. */
    finishUnit(turn: FinishedTurn): CompiledQuery[] {
      const { answer } = turn.trace
      const closed = db
        .updateTable('turns')
        .set({
          state: turn.state === 'complete' ? 'finished' : 'interrupted',
          answer_source: answer?.source ?? null,
          faq_entry_id: answer?.faq?.entryId ?? null,
          faq_score: answer?.faq?.score ?? null,
          first_text_ms: turn.trace.timings?.firstTextMs ?? null,
          trace: JSON.stringify(turn.trace),
          finished_at: turn.finishedAt,
          lease_owner: null,
          lease_until: null,
        })
        .where('id', '=', turn.id)
      const expects = db
        .updateTable('conversations')
        .set({ expects: turn.expects })
        .where('id', '=', turn.conversationId)
      const usage = turn.usage.map((record) => db.insertInto('usage').values(usageRow(turn, record)).compile())
      if (turn.content === '') return [closed.compile(), expects.compile(), ...usage, adopt(turn).compile()]
      return [
        upsertAnswer(turn, turn.content, turn.state).compile(),
        closed.compile(),
        advance(turn.conversationId, unlessAsked(turn), turn.content, turn.finishedAt).compile(),
        expects.compile(),
        ...usage,
      ]
    },
    startUnit: (id: string, lease: Lease): CompiledQuery[] => [
      db
        .updateTable('turns')
        .set({ state: 'running', lease_owner: lease.owner, lease_until: lease.until })
        .where('id', '=', id)
        // It may arrive behind the end of a quick turn.
        .where(isOpenTurn)
        .compile(),
    ],
    async renewLeases({ owner, until }: Lease): Promise<void> {
      await db
        .updateTable('turns')
        .set({ lease_until: until })
        .where('lease_owner', '=', owner)
        .where(isOpenTurn)
        .execute()
    },
    /** Accepted or begun, and nobody is at it any more. Oldest first. */
    async listAbandoned(now: string): Promise<(PendingTurn & { hasSpoken: boolean })[]> {
      const rows = await db
        .selectFrom('turns')
        .leftJoin('messages', 'messages.id', 'turns.assistant_message_id')
        .selectAll('turns')
        .select('messages.id as answerId')
        .where(isOpenTurn)
        .where((eb) => eb.or([eb('turns.lease_until', 'is', null), eb('turns.lease_until', '<', now)]))
        .orderBy('turns.created_at')
        .execute()
      return rows.map((row) => ({ ...toPending(row), hasSpoken: row.answerId !== null }))
    },
    /** Takes over what nobody is at any more. False where another process was quicker. */
    async claim(id: string, lease: Lease, leasesBefore: string): Promise<boolean> {
      const result = await db
        .updateTable('turns')
        .set({ lease_owner: lease.owner, lease_until: lease.until })
        .where('id', '=', id)
        .where(isOpenTurn)
        .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', leasesBefore)]))
        .executeTakeFirst()
      return Number(result.numUpdatedRows) === 1
    },
    /** Accepted or begun, and not at its end yet. */
    async isOpen(id: string): Promise<boolean> {
      const row = await db.selectFrom('turns').select('state').where('id', '=', id).executeTakeFirst()
      return row?.state === 'accepted' || row?.state === 'running'
    },
    async closeInterrupted(id: string, at: string): Promise<void> {
      await db
        .updateTable('turns')
        .set({ state: 'interrupted', finished_at: at, lease_owner: null, lease_until: null })
        .where('id', '=', id)
        .execute()
    },
    async find(conversationId: string, id: string): Promise<PendingTurn | null> {
      const row = await db
        .selectFrom('turns')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('id', '=', id)
        .executeTakeFirst()
      return row ? toPending(row) : null
    },
  }

  function upsertAnswer(turn: PendingTurn, content: string, state: 'complete' | 'interrupted') {
    const row = {
      id: turn.assistantMessageId,
      conversation_id: turn.conversationId,
      parent_id: turn.userMessageId,
      role: 'assistant' as const,
      content,
      state,
      is_edited: 0,
      turn_id: turn.id,
      client_message_id: null,
      created_at: turn.createdAt,
    }
    return insertMessage(row).onConflict((conflict) => conflict.column('id').doUpdateSet({ content, state }))
  }

  function advance(conversationId: string, messageId: string | RawBuilder<string>, content: string, at: string) {
    const preview = content.slice(0, PREVIEW_CHARACTERS).toWellFormed()
    return db
      .updateTable('conversations')
      .set((eb) => ({
        active_message_id: messageId,
        preview,
        search_folded: fold(content.slice(0, 2_000)),
        updated_at: at,
        message_count: eb('message_count', '+', 1),
      }))
      .where('id', '=', conversationId)
  }

  /** A question that was sent meanwhile and still waits stays the newest: should nothing be said to it, it must not be lost from sight. */
  function unlessAsked({ conversationId, assistantMessageId }: FinishedTurn) {
    const waiting = db
      .selectFrom('turns')
      .select('id')
      .where('conversation_id', '=', conversationId)
      .where('user_message_id', '=', sql<string>`conversations.active_message_id`)
      .where(isOpenTurn)
    return sql<string>`case when exists ${waiting} then active_message_id else ${assistantMessageId} end`
  }

  /** Nothing was said: what follows hangs on the question itself. */
  function adopt(turn: PendingTurn) {
    return db
      .updateTable('messages')
      .set({ parent_id: turn.userMessageId })
      .where('parent_id', '=', turn.assistantMessageId)
  }
}

export type TurnsRepository = ReturnType<typeof createTurnsRepository>

function usageRow({ id, conversationId, finishedAt }: FinishedTurn, record: UsageRecord) {
  const none = { input_tokens: null, output_tokens: null, is_estimated: 0, characters: null, audio_ms: null }
  const measured =
    record.kind === 'llm'
      ? {
          input_tokens: record.tokens.inputTokens,
          output_tokens: record.tokens.outputTokens,
          is_estimated: record.tokens.isEstimated ? 1 : 0,
        }
      : { characters: record.characters, audio_ms: Math.round(record.audioMs) }
  return {
    id: newId(),
    turn_id: id,
    conversation_id: conversationId,
    kind: record.kind,
    provider_id: record.providerId,
    model_id: record.modelId,
    ...none,
    ...measured,
    calls: 1,
    created_at: finishedAt,
  }
}

function toPending(row: Selectable<TurnsTable>): PendingTurn {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    userMessageId: row.user_message_id,
    assistantMessageId: row.assistant_message_id,
    withVoice: row.with_voice === 1,
    createdAt: row.created_at,
  }
}
