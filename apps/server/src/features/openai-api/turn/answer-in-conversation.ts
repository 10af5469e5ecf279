import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import type { AcceptMessageService } from '#server/features/conversations/accept-message.service.ts'
import type { ConversationsService } from '#server/features/conversations/conversations.service.ts'
import type { BroadcastEvent, TurnBroadcast } from '#server/features/conversations/turn-broadcast.ts'
import type { TurnRunner } from '#server/features/conversations/turn-runner.ts'
import type { UsageService } from '#server/features/usage/usage.service.ts'
import type { KeyActor } from '#server/platform/actor.ts'
import { ApiError } from '#server/platform/api-error.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { CallNotes } from '../calls/observed-call.ts'
import { cutterFor } from './cut-text.ts'
import { suggestionLines, type TurnAnswer, type TurnEvent } from './turn-event.ts'
import type { TurnRequest } from './turn-request.ts'

export interface AnswerInConversationDeps {
  conversations: ConversationsService
  acceptMessage: AcceptMessageService
  turnRunner: TurnRunner
  turnBroadcast: TurnBroadcast
  usage: UsageService
}

/** Begins a conversation. */
export const NEW_CONVERSATION = 'new'

/**
 * A turn in a conversation that is kept, of this key: what was said before is what is stored, whatever else the request holds.
 * @throws ApiError 404 for a conversation of somebody else, as for one that never was
 */
export async function answerInConversation(
  deps: AnswerInConversationDeps,
  request: TurnRequest & { readonly conversationId: string },
  { actor, notes, signal }: { actor: KeyActor; notes: CallNotes; signal: AbortSignal },
): Promise<TurnAnswer> {
  const { id } = await openConversation(deps, actor, request.conversationId)
  const { systemPrompt, modelParameters } = request
  const wishes = { modelParameters, ...(systemPrompt !== null && { systemPrompt }) }
  // Read first, then sent: not even the first part can be missed.
  const refused = new AbortController()
  const events = deps.turnBroadcast
    .read(id, { signal: AbortSignal.any([signal, refused.signal]) })
    [Symbol.asyncIterator]()
  const first = events.next()
  const { turnId } = await deps.acceptMessage
    .send(actor, id, { content: request.text, withVoice: false, wishes })
    .catch(async (error: unknown) => {
      // A reader that waits for its first event ends by this alone.
      refused.abort()
      await events.return?.()
      throw error
    })
  notes.trace = { conversationId: id, turnId, metadata: request.metadata, endUser: modelParameters.endUser ?? null }
  return { conversationId: id, events: readTurn(deps, { id, turnId, first, events, request, notes, signal }) }
}

async function openConversation(deps: AnswerInConversationDeps, actor: KeyActor, id: string): Promise<{ id: string }> {
  if (id === NEW_CONVERSATION) return deps.conversations.create(actor, {})
  try {
    return await deps.conversations.find(actor, id)
  } catch (error) {
    throw error instanceof AppError && error.code === 'not_found' ? conversationNotFound() : error
  }
}

interface OpenTurn {
  id: string
  turnId: string
  first: Promise<IteratorResult<BroadcastEvent>>
  events: AsyncIterator<BroadcastEvent>
  request: TurnRequest
  notes: CallNotes
  signal: AbortSignal
}

async function* readTurn(deps: AnswerInConversationDeps, turn: OpenTurn): AsyncGenerator<TurnEvent> {
  const { id, turnId, first, events, request, notes, signal } = turn
  let cutter = cutterFor(request.modelParameters, null)
  let isOver = false
  try {
    for (let next = await first; !next.done; next = await events.next()) {
      const { message } = next.value
      if (!('turnId' in message) || message.turnId !== turnId) continue
      isOver = message.type === 'finish' || message.type === 'error'
      if (message.type === 'error') throw new AppError('model_failed')
      if (message.type === 'answer-source') cutter = cutterFor(request.modelParameters, message.answer.source)
      const text = textOf(message)
      const cut = isOver ? cutter.flush() : text === null ? null : cutter.push(text)
      if (cut) notes.firstByteAtMs ??= performance.now()
      if (cut && cut.text !== '') yield { type: 'text', text: cut.text }
      if (!isOver && !cut?.end) continue
      const finishReason =
        cut?.end ?? (message.type === 'finish' && message.finishReason === 'length' ? 'length' : 'stop')
      const usage = await deps.usage.tokensOfTurn(turnId)
      return yield { type: 'end', finishReason, usage }
    }
    signal.throwIfAborted()
    throw new AppError('model_failed')
  } finally {
    if (!isOver) deps.turnRunner.stop(id, turnId)
    await events.return?.()
  }
}

function textOf(message: ConversationMessage): string | null {
  if (message.type === 'text-delta') return message.text
  return message.type === 'suggestions' ? suggestionLines(message.items) : null
}

function conversationNotFound(): ApiError {
  return new ApiError({
    status: 404,
    type: 'invalid_request_error',
    message: 'This key has no such conversation.',
    param: 'metadata.conversation_id',
    code: 'conversation_not_found',
  })
}
