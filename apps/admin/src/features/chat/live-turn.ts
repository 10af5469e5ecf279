import type { AnswerSource, NoticeCode, Suggestion, TurnMessage } from '@secretary/contracts/realtime/turn.messages'

/** An answer while it is being written, and until its stored form is here. */
export interface LiveTurn {
  readonly turnId: string
  readonly userMessageId: string
  readonly assistantMessageId: string
  readonly text: string
  readonly answer: AnswerSource | null
  readonly suggestions: readonly Suggestion[]
  readonly notices: readonly NoticeCode[]
  readonly error: string | null
  /** Nothing more will come. */
  readonly isOver: boolean
}

/** The turns after one more message; a new answer replaces an older one to the same question. Messages of a turn whose beginning was missed change nothing. */
export function applyTurnMessage(turns: readonly LiveTurn[], message: TurnMessage): readonly LiveTurn[] {
  if (message.type === 'turn-start')
    return [...turns.filter(({ userMessageId }) => userMessageId !== message.userMessageId), begin(message)]
  return turns.map((turn) => (turn.turnId === message.turnId ? advance(turn, message) : turn))
}

function begin(message: Extract<TurnMessage, { type: 'turn-start' }>): LiveTurn {
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
    isOver: false,
  }
}

function advance(turn: LiveTurn, message: TurnMessage): LiveTurn {
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
      return { ...turn, error: message.code, isOver: true }
    case 'finish':
      return { ...turn, isOver: true }
    default:
      return turn
  }
}
