import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { AnswerSlots } from '#server/features/conversations/answer-slots.ts'
import type { Connection } from '#server/features/providers/connection.ts'
import type { KeyActor } from '#server/platform/actor.ts'
import type { Clock } from '#server/platform/clock.ts'
import { createCallRecorder } from './calls/call-recorder.ts'
import { createCallRetention } from './calls/call-retention.ts'
import type { CallNotes } from './calls/observed-call.ts'
import { createModelCatalogue } from './model-catalogue.ts'
import { type ModelRoute, routeOfModel } from './model-route.ts'
import { createCompletionRelay } from './relay/relay-completion.ts'
import { type AnswerAloneDeps, answerAlone } from './turn/answer-alone.ts'
import { type AnswerInConversationDeps, answerInConversation } from './turn/answer-in-conversation.ts'
import type { TurnAnswer } from './turn/turn-event.ts'
import type { TurnRequest } from './turn/turn-request.ts'

interface RoomDeps extends AnswerAloneDeps, AnswerInConversationDeps {
  answerSlots: Pick<AnswerSlots, 'requireRoom'>
  db: Executor
  readDb: Executor
  writer: DurableWriter
  providers: { connections(): readonly Connection[]; connection(slug: string): Connection | null }
  logger: Logger
  clock: Clock
}

export type OpenAiRoom = ReturnType<typeof createOpenAiRoom>

/** The room that speaks OpenAI's language: which models there are, the secretary's own turn, and the way straight to a provider. */
export function createOpenAiRoom(deps: RoomDeps) {
  const recorder = createCallRecorder(deps)
  const retention = createCallRetention(deps)
  return {
    models: createModelCatalogue(deps),
    relay: createCompletionRelay(),
    recorder,
    retention,
    routeOf: (model: string): ModelRoute => routeOfModel(model, deps.providers.connection),
    /** @throws ApiError 404 for a conversation that this key has not, AppError `rate_limited` where too many of this key wait for their answers already */
    async answer(
      request: TurnRequest,
      context: { actor: KeyActor; notes: CallNotes; signal: AbortSignal },
    ): Promise<TurnAnswer> {
      deps.answerSlots.requireRoom(context.actor.keyId)
      const { conversationId } = request
      if (conversationId !== null) return answerInConversation(deps, { ...request, conversationId }, context)
      return { conversationId: null, events: answerAlone(deps, request, context) }
    },
  }
}
