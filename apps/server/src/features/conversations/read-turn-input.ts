import type { Language } from '@secretary/contracts/scalars'
import type { TurnInput } from '#server/conversation/turn-deps.ts'
import type { ConversationsRepository } from './conversations.repository.ts'
import type { MessagesRepository } from './messages.repository.ts'
import type { QueuedTurn } from './turn-runner.ts'
import { visitorLanguage } from './visitor-language.ts'

/** The newest messages tell it. */
const MESSAGES_TO_ASK = 20
/** More than fits the window of a model that an owner would pay for; a conversation of years costs a turn no more than one of a day. */
const MESSAGES_READ = 400

/** Reads what a turn starts from: the question, what was said before it on its branch, the language. Null where the conversation is gone. */
export async function readTurnInput(
  deps: { conversations: ConversationsRepository; messages: MessagesRepository; businessLanguage(): Language },
  turn: QueuedTurn,
): Promise<Omit<TurnInput, 'queueMs'> | null> {
  const conversation = await deps.conversations.find({ kind: 'all' }, turn.conversationId)
  if (!conversation) return null
  const path = await deps.messages.pathTo(turn.conversationId, turn.userMessageId, MESSAGES_READ)
  const question = path.at(-1)
  if (question?.id !== turn.userMessageId) return null
  return {
    caller: turn.caller,
    text: question.content,
    // Whoever has changed to another language stays in it.
    language: path
      .filter(({ role }) => role === 'user')
      .slice(-MESSAGES_TO_ASK)
      .reduce(
        (present, { content }) => visitorLanguage(content, present),
        conversation.language ?? deps.businessLanguage(),
      ),
    scopeId: conversation.sourceId,
    history: path.slice(0, -1).map(({ role, content }) => ({ role, content })),
    withVoice: turn.withVoice,
    expects: conversation.expects,
  }
}
