import type { Language } from '@secretary/contracts/scalars'
import type { TurnInput } from '#server/conversation/turn-deps.ts'
import { detectLanguage } from '#server/platform/detect-language.ts'
import type { ConversationsRepository } from './conversations.repository.ts'
import { createMessageTree } from './message-tree.ts'
import type { MessagesRepository } from './messages.repository.ts'
import type { QueuedTurn } from './turn-runner.ts'

/** A short "ok" in Latin letters is no reason to change the language of a conversation. */
const WORDS_TO_SWITCH = 3

/** Reads what a turn starts from: the question, what was said before it on its branch, the language. Null where the conversation is gone. */
export async function readTurnInput(
  deps: { conversations: ConversationsRepository; messages: MessagesRepository; businessLanguage(): Language },
  turn: QueuedTurn,
): Promise<Omit<TurnInput, 'queueMs'> | null> {
  const conversation = await deps.conversations.find({ kind: 'all' }, turn.conversationId)
  if (!conversation) return null
  const path = createMessageTree(await deps.messages.list(turn.conversationId)).pathTo(turn.userMessageId)
  const question = path.at(-1)
  if (question?.id !== turn.userMessageId) return null
  return {
    text: question.content,
    language: languageOf(question.content, conversation.language ?? deps.businessLanguage()),
    scopeId: conversation.sourceId,
    history: path.slice(0, -1).map(({ role, content }) => ({ role, content })),
    withVoice: turn.withVoice,
    expects: conversation.expects,
  }
}

export function languageOf(text: string, present: Language): Language {
  const detected = detectLanguage(text)
  if (detected === null || detected === present) return present
  return text.trim().split(/\s+/).length >= WORDS_TO_SWITCH || detected === 'ru' ? detected : present
}
