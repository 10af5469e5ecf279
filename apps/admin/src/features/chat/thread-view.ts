import type { ChatMessage, ConversationDetail } from '@secretary/contracts/chat.contract'
import type { LiveTurn } from './live-turn.ts'

/** What was said here and may not stand in the stored conversation yet. */
export interface OutgoingMessage {
  /** Chosen here; sending it again stores nothing twice. */
  readonly clientMessageId: string
  readonly content: string
  /** Known when the server has answered. */
  readonly messageId: string | null
  readonly isFailed: boolean
  /** The newest message when it was sent: what stands after it may be this one. */
  readonly sentAfterId: string | null
}

export type ThreadItem =
  | { readonly kind: 'message'; readonly id: string; readonly message: ChatMessage }
  | { readonly kind: 'turn'; readonly id: string; readonly turn: LiveTurn }
  | { readonly kind: 'outgoing'; readonly id: string; readonly message: OutgoingMessage }

type Stored = Pick<ConversationDetail, 'messages' | 'activeTurnId'> | undefined

/** Whether the answer is stored as it will stay; while it is written, its beginning is stored from time to time. */
export function isAnswered(stored: Stored, turnId: string): boolean {
  if (!stored || stored.activeTurnId === turnId) return false
  return stored.messages.some(
    (message) => message.role === 'assistant' && message.turnId === turnId && message.state !== 'pending',
  )
}

/** Whether the live answer may go: it is stored, be it as a version that another one stands in front of. */
export function isKept(stored: Stored, { turnId, assistantMessageId, isOver }: LiveTurn): boolean {
  if (isAnswered(stored, turnId)) return true
  return (
    isOver &&
    stored?.activeTurnId !== turnId &&
    (stored?.messages ?? []).some(({ siblings }) => siblings.ids.includes(assistantMessageId))
  )
}

/** Whether the stored conversation has it. Before the server has named it, its words after what stood there must do. */
export function isStored(stored: Stored, { messageId, content, sentAfterId }: OutgoingMessage): boolean {
  const messages = stored?.messages ?? []
  if (messageId !== null) return messages.some(({ id }) => id === messageId)
  const start = messages.findIndex(({ id }) => id === sentAfterId) + 1
  return messages.slice(start).some((message) => message.role === 'user' && message.content === content)
}

interface Known {
  readonly stored: Stored
  readonly turns: readonly LiveTurn[]
  readonly sent: readonly OutgoingMessage[]
}

/**
 * The conversation as it is shown: what is stored, then what is on its way there, with each answer that is being written after
 * its question. What is stored takes the place of what is live in the very moment it is here, whatever came first; until then the
 * beginning of the answer and its older versions give way.
 */
export function threadItems({ stored, turns, sent }: Known): ThreadItem[] {
  const live = turns.filter((turn) => !isKept(stored, turn))
  const outgoing = sent.filter((message) => !isStored(stored, message))
  const named = outgoing.filter(({ messageId }) => messageId !== null)
  const unnamed = outgoing.filter(({ messageId }) => messageId === null)
  const answersTo = (id: string | null): ThreadItem[] =>
    live.filter(({ userMessageId }) => userMessageId === id).map(ofTurn)
  const messages = (stored?.messages ?? []).flatMap((message) => [
    ...(live.some((turn) => replaces(turn, message)) ? [] : [ofMessage(message)]),
    ...answersTo(message.id),
  ])
  const placed = new Set([...(stored?.messages ?? []).map(({ id }) => id), ...named.map(({ messageId }) => messageId)])
  return [
    ...messages,
    ...named.flatMap((message) => [ofOutgoing(message), ...answersTo(message.messageId)]),
    ...live.filter(({ userMessageId }) => !placed.has(userMessageId)).map(ofTurn),
    ...unnamed.map(ofOutgoing),
  ]
}

const ofMessage = (message: ChatMessage): ThreadItem => ({ kind: 'message', id: message.id, message })
const ofTurn = (turn: LiveTurn): ThreadItem => ({ kind: 'turn', id: turn.assistantMessageId, turn })
const ofOutgoing = (message: OutgoingMessage): ThreadItem => ({
  kind: 'outgoing',
  id: message.clientMessageId,
  message,
})

function replaces(turn: LiveTurn, { id, role, parentId }: ChatMessage): boolean {
  return id === turn.assistantMessageId || (role === 'assistant' && parentId === turn.userMessageId)
}
