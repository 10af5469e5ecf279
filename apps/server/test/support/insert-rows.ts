import type { Executor } from '#server/db/database.ts'
import {
  createConversationsRepository,
  type StoredConversation,
} from '#server/features/conversations/conversations.repository.ts'
import { createUsersRepository, type StoredUser } from '#server/features/users/users.repository.ts'
import { aConversation, aUser } from './builders.ts'

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
