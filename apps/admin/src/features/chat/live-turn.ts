import type { AnswerSource, NoticeCode, Suggestion, TurnMessage } from '@secretary/contracts/realtime/turn.messages'

/** An answer while it is being written. */
export interface LiveTurn {
  readonly turnId: string
  readonly userMessageId: string
  readonly assistantMessageId: string
  readonly text: string
  readonly answer: AnswerSource | null
  readonly suggestions: readonly Suggestion[]
  readonly notices: readonly NoticeCode[]
  readonly error: string | null
}

/** The turn after one more message; null when it is over. Messages of a turn whose beginning was missed change nothing. */
export function applyTurnMessage(turn: LiveTurn | null, message: TurnMessage): LiveTurn | null {
  if (message.type === 'turn-start') {
    const { turnId, userMessageId, assistantMessageId } = message
    return {
      turnId,
      userMessageId,
      assistantMessageId,
      text: '',
      answer: null,
      suggestions: [],
      notices: [],
      error: null,
    }
  }
  if (turn?.turnId !== message.turnId) return turn
  switch (message.type) {
    case 'text-delta':
      return { ...turn, text: turn.text + message.text }
    case 'answer-source':
      return { ...turn, answer: message.answer }
    case 'suggestions':
      return { ...turn, suggestions: message.items }
    case 'notice':
      return turn.notices.includes(message.code) ? turn : { ...turn, notices: [...turn.notices, message.code] }
    case 'error':
      return { ...turn, error: message.code }
    case 'finish':
      return null
    default:
      return turn
  }
}
