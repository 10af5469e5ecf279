import type { Executor } from '#server/db/database.ts'
import {
  createConversationsRepository,
  type StoredConversation,
} from '#server/features/conversations/conversations.repository.ts'
import { createTurnsRepository, type FinishedTurn } from '#server/features/conversations/turns.repository.ts'
import { createUsersRepository, type StoredUser } from '#server/features/users/users.repository.ts'
import { aConversation, aFinishedTurn, aMessage, aUser } from './builders.ts'
import type { TestDatabase } from './databases.ts'

/** A stored user, for the tests of other rooms. */
export async function insertUser(db: Executor, changes: Partial<StoredUser> = {}): Promise<StoredUser> {
  const user = aUser(changes)
  await createUsersRepository(db).insert(user)
  return user
}

/** A stored conversation, and the way to look at it again. */
export async function insertConversation(db: Executor, changes: Partial<StoredConversation> = {}) {
  const conversation = aConversation(changes)
  const repository = createConversationsRepository(db)
  await repository.insert(conversation)
  return { conversation, find: () => repository.find({ kind: 'all' }, conversation.id) }
}

/** A question that was asked at that time, and its answer. */
export async function insertAnswer(
  { db, dialect }: Pick<TestDatabase, 'db' | 'dialect'>,
  question: { conversationId: string; createdAt: string },
  answer: Partial<FinishedTurn>,
): Promise<void> {
  const turns = createTurnsRepository(db)
  const message = aMessage(question.conversationId, { createdAt: question.createdAt })
  const writer = await dialect.openWriter()
  await writer.commit(turns.acceptUnit(message, { owner: 'test', until: question.createdAt }))
  await writer.commit(turns.finishUnit(aFinishedTurn(message, answer)))
  await writer.close()
}
