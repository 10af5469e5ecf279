import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import type { AcceptMessageService } from '#server/features/conversations/accept-message.service.ts'
import type { ConversationsService } from '#server/features/conversations/conversations.service.ts'
import type { BroadcastEvent, TurnBroadcast } from '#server/features/conversations/turn-broadcast.ts'
import type { TurnRunner } from '#server/features/conversations/turn-runner.ts'
import { suggestionLines } from '#server/features/openai-api/turn/turn-event.ts'
import type { KeyActor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'

export interface LegacyChatService {
  /** The whole answer at once. @throws AppError `not_found` for a conversation of another key, `model_failed`, `turn_interrupted` */
  ask(
    actor: KeyActor,
    input: { text: string; conversationId: string | null },
    options: { signal: AbortSignal },
  ): Promise<{ text: string; conversationId: string }>
}

export function createLegacyChatService(deps: {
  conversations: ConversationsService
  acceptMessage: AcceptMessageService
  turnRunner: TurnRunner
  turnBroadcast: TurnBroadcast
}): LegacyChatService {
  const { conversations, acceptMessage, turnRunner, turnBroadcast } = deps
  return {
    async ask(actor, { text, conversationId }, { signal }) {
      const { id } = await (conversationId === null
        ? conversations.create(actor, {})
        : conversations.find(actor, conversationId))
      // Read first, then sent: not even the first part can be missed.
      const events = turnBroadcast.read(id, { signal })[Symbol.asyncIterator]()
      const first = events.next()
      let turnId: string | null = null
      try {
        turnId = (await acceptMessage.send(actor, id, { content: text, withVoice: false })).turnId
        const answer = await answerOf(turnId, first, events)
        if (answer !== null) return { text: answer, conversationId: id }
        // A revoked key says so itself.
        throw signal.reason instanceof AppError ? signal.reason : new AppError('turn_interrupted')
      } finally {
        // Whoever hung up wants no more of it, and the model is paid by the word.
        if (signal.aborted && turnId !== null) turnRunner.stop(id, turnId)
        await events.return?.()
      }
    },
  }
}

/** Null where the answer broke off. */
async function answerOf(
  turnId: string,
  first: Promise<IteratorResult<BroadcastEvent>>,
  events: AsyncIterator<BroadcastEvent>,
): Promise<string | null> {
  let answer = ''
  for (let next = await first; !next.done; next = await events.next()) {
    const { message } = next.value
    if (!('turnId' in message) || message.turnId !== turnId) continue
    if (message.type === 'error') throw new AppError(message.code)
    if (message.type === 'finish') return answer
    answer += textOf(message)
  }
  return null
}

function textOf(message: ConversationMessage): string {
  if (message.type === 'text-delta') return message.text
  return message.type === 'suggestions' ? suggestionLines(message.items) : ''
}
