import type { ChatMessage } from '@secretary/contracts/chat.contract'
import type { LiveTurn } from './live-turn.ts'

/**
 * The stored conversation around the answer that is being written: what stands before it, and what was said meanwhile. Stored
 * answers to the same question (its beginning, or an older version) give way to the live one.
 */
export function splitAtTurn(
  messages: readonly ChatMessage[],
  turn: Pick<LiveTurn, 'userMessageId' | 'assistantMessageId'> | null,
): { before: readonly ChatMessage[]; after: readonly ChatMessage[] } {
  if (turn === null) return { before: messages, after: [] }
  const others = messages.filter(({ id, role, parentId }) => {
    const isAnswerToIt = role === 'assistant' && parentId === turn.userMessageId
    return !isAnswerToIt && id !== turn.assistantMessageId
  })
  const question = others.findIndex(({ id }) => id === turn.userMessageId)
  if (question === -1) return { before: others, after: [] }
  return { before: others.slice(0, question + 1), after: others.slice(question + 1) }
}
