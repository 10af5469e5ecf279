import { sql } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import { nextTurn } from '#server/platform/next-turn.ts'

export interface AskedQuestion {
  readonly questionKey: string
  readonly content: string
  readonly conversationId: string
  readonly askedAt: string
}

/** What visitors asked, for the one who writes the answers. */
export interface AskedQuestionsService {
  /** The newest ones, whoever answered them. */
  recent(limit: number): Promise<AskedQuestion[]>
  /** Those that the FAQ did not answer, newest first. */
  notAnsweredByFaq(since: string, limit: number): Promise<AskedQuestion[]>
}

/** Rows that arrive from the reader in one step: a millisecond of work. */
const ROWS_AT_ONCE = 250

export function createAskedQuestionsService({ db }: { db: Executor }): AskedQuestionsService {
  const asked = () =>
    db
      .selectFrom('turns')
      .innerJoin('messages', 'messages.id', 'turns.user_message_id')
      .innerJoin('conversations', 'conversations.id', 'turns.conversation_id')
      .where('conversations.deleted_at', 'is', null)
      .where('messages.deleted_at', 'is', null)
      .where('turns.question_key', '!=', '')
      .select([
        'turns.question_key as questionKey',
        'messages.content',
        'turns.conversation_id as conversationId',
        'turns.created_at as askedAt',
      ])
      .orderBy('turns.created_at', 'desc')
  return {
    recent: (limit) => asked().limit(limit).execute(),
    async notAnsweredByFaq(since, limit) {
      const found: (AskedQuestion & { turnId: string })[] = []
      for (let last: { askedAt: string; turnId: string } | undefined; ; await nextTurn()) {
        let query = asked()
          .select('turns.id as turnId')
          .orderBy('turns.id', 'desc')
          .where('turns.created_at', '>=', since)
          .where('turns.answer_source', 'in', ['model', 'suggestions', 'fallback'])
        if (last) query = query.where(sql<boolean>`(turns.created_at, turns.id) < (${last.askedAt}, ${last.turnId})`)
        const rows = await query.limit(Math.min(ROWS_AT_ONCE, limit - found.length)).execute()
        found.push(...rows)
        if (rows.length < ROWS_AT_ONCE || found.length >= limit) return found
        last = rows.at(-1)
      }
    },
  }
}
