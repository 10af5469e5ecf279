import type { CompiledQuery } from 'kysely'
import type { OpenDatabase } from '../../apps/server/src/db/open-database.ts'
import { createConversationsRepository } from '../../apps/server/src/features/conversations/conversations.repository.ts'
import { createTurnsRepository } from '../../apps/server/src/features/conversations/turns.repository.ts'
import { newId } from '../../apps/server/src/platform/ids.ts'

const TEXT = 'Здравствуйте, можно записаться на завтра?'

/** What the server stores before it acknowledges a message: the message, its turn, and the list of conversations. */
export function createAcceptUnit({ db }: Pick<OpenDatabase, 'db'>, conversationId: string): readonly CompiledQuery[] {
  const ids = { id: newId(), conversationId, userMessageId: newId(), assistantMessageId: newId() }
  const message = { content: TEXT, title: TEXT, questionKey: TEXT, language: 'ru' as const, withVoice: false }
  const place = { parentId: null, clientMessageId: null, isEdited: false, createdAt: new Date().toISOString() }
  return createTurnsRepository(db).acceptUnit({ ...ids, ...message, ...place }, { owner: 'bench', until: '9999' })
}

/** One row, as a channel that only receives would store it. */
export function createMessageRow({ db }: Pick<OpenDatabase, 'db'>, conversationId: string): readonly CompiledQuery[] {
  const row = {
    id: newId(),
    conversation_id: conversationId,
    parent_id: null,
    role: 'user' as const,
    content: TEXT,
    state: 'complete' as const,
    is_edited: 0,
    turn_id: null,
    client_message_id: null,
    created_at: new Date().toISOString(),
    deleted_at: null,
  }
  return [db.insertInto('messages').values(row).compile()]
}

export async function insertConversations({ db }: Pick<OpenDatabase, 'db'>, count: number): Promise<string[]> {
  const conversations = createConversationsRepository(db)
  const now = new Date().toISOString()
  const ids = Array.from({ length: count }, () => newId())
  const nothing = { ownerId: null, sourceId: null, language: null, activeMessageId: null, expects: null }
  for (const id of ids)
    await conversations.insert({
      ...nothing,
      id,
      title: '',
      source: 'panel',
      isPinned: false,
      hasLead: false,
      preview: '',
      messageCount: 0,
      createdAt: now,
      updatedAt: now,
    })
  return ids
}
