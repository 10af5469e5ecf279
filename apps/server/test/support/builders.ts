import { randomUUID } from 'node:crypto'
import type { StoredConversation } from '#server/features/conversations/conversations.repository.ts'
import type { AcceptedMessage, FinishedTurn } from '#server/features/conversations/turns.repository.ts'
import type { StoredUser } from '#server/features/users/users.repository.ts'
import { newId } from '#server/platform/ids.ts'

const NOW = '2026-03-02T09:00:00.000Z'

/** A user of a name nobody else has. */
export function aUser(changes: Partial<StoredUser> = {}): StoredUser {
  const name = changes.name ?? `Пользователь ${randomUUID()}`
  return {
    id: newId(),
    name,
    displayName: name,
    passwordHash: 'no hash of any password',
    role: 'user',
    language: 'ru',
    isEnabled: true,
    createdAt: NOW,
    lastLoginAt: null,
    ...changes,
  }
}

/** An empty conversation of the system, unless an owner is named. */
export function aConversation(changes: Partial<StoredConversation> = {}): StoredConversation {
  return {
    id: newId(),
    ownerId: null,
    title: '',
    source: 'panel',
    sourceId: null,
    isPinned: false,
    hasLead: false,
    language: null,
    preview: '',
    messageCount: 0,
    activeMessageId: null,
    expects: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  }
}

/** A message as the repository accepts it. */
export function aMessage(conversationId: string, changes: Partial<AcceptedMessage> = {}): AcceptedMessage {
  return {
    id: newId(),
    conversationId,
    userMessageId: newId(),
    assistantMessageId: newId(),
    withVoice: false,
    createdAt: NOW,
    content: 'Когда вы открыты?',
    parentId: null,
    clientMessageId: null,
    isEdited: false,
    questionKey: 'когда вы открыты',
    title: 'Когда вы открыты?',
    language: 'ru',
    ...changes,
  }
}

/** The end of the turn of a message: answered by the FAQ, nothing used. */
export function aFinishedTurn(message: AcceptedMessage, changes: Partial<FinishedTurn> = {}): FinishedTurn {
  return {
    ...message,
    content: 'С девяти до шести.',
    state: 'complete',
    trace: {
      answer: {
        source: 'faq',
        faq: { entryId: 'entry', question: 'Часы', kind: 'exact', score: 0.97, elapsedMs: 0.4, candidates: [] },
        model: null,
      },
      suggestions: [],
      timings: null,
    },
    usage: [],
    expects: null,
    finishedAt: '2026-03-02T09:00:01.000Z',
    ...changes,
  }
}
