import type { Logger } from 'pino'
import type { TurnDeps } from '#server/conversation/turn-deps.ts'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { LeadsService } from '#server/features/leads/leads.service.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import type { FairLaps } from '#server/platform/fair-laps.ts'
import type { Metrics } from '#server/platform/metrics.ts'
import { createAcceptMessageService } from './accept-message.service.ts'
import type { AnswerSlots } from './answer-slots.ts'
import { createBranchesRepository } from './branches.repository.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { createConversationsService } from './conversations.service.ts'
import { createMessagesRepository } from './messages.repository.ts'
import { readTurnInput } from './read-turn-input.ts'
import { recoverTurns } from './recover-turns.ts'
import { createTurnBroadcast } from './turn-broadcast.ts'
import { createTurnRunner } from './turn-runner.ts'
import { createTurnsRepository } from './turns.repository.ts'

interface RoomDeps {
  db: Executor
  readDb: Executor
  dialect: Pick<Dialect, 'name'>
  writer: DurableWriter
  turnDeps: TurnDeps
  answerSlots: AnswerSlots
  business: BusinessService
  leads: LeadsService
  /** No turn is answered from half of the entries. */
  whenFaqLoaded(): Promise<void>
  laps: FairLaps
  liveEvents: LiveEvents
  metrics: Metrics
  logger: Logger
  clock: Clock
}

/** The whole room: the tree of messages, the queue of turns, and what clients hear of them. */
export function createConversationsRoom(deps: RoomDeps) {
  const { db, clock } = deps
  const repositories = {
    conversations: createConversationsRepository(db, deps.readDb),
    messages: createMessagesRepository(db),
    branches: createBranchesRepository(deps.readDb),
    turns: createTurnsRepository(db),
  }
  const turnBroadcast = createTurnBroadcast()
  const businessLanguage = () => deps.business.profile().language
  const turnRunner = createTurnRunner({
    ...deps,
    turns: repositories.turns,
    broadcast: turnBroadcast,
    async readInput(turn) {
      await deps.whenFaqLoaded()
      return readTurnInput({ ...repositories, businessLanguage }, turn)
    },
    takeMessage: ({ userMessageId, conversationId, ownerId }, lead) =>
      deps.leads.create(lead, { messageId: userMessageId, conversation: { id: conversationId, ownerId } }),
  })
  const conversations = createConversationsService({
    ...repositories,
    broadcast: turnBroadcast,
    writer: deps.writer,
    liveEvents: deps.liveEvents,
    clock,
  })
  const acceptMessage = createAcceptMessageService({
    ...repositories,
    conversations,
    answerSlots: deps.answerSlots,
    runner: turnRunner,
    broadcast: turnBroadcast,
    writer: deps.writer,
    businessLanguage,
    clock,
  })
  return {
    conversations,
    acceptMessage,
    turnRunner,
    turnBroadcast,
    /** Takes up what a crash left: turns nobody has held since `leasesBefore`. */
    recoverTurns: (leasesBefore: string) => recoverTurns({ ...repositories, runner: turnRunner, clock, leasesBefore }),
    closeTurns: () => turnRunner.close(),
  }
}
