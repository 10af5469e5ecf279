import type { Logger } from 'pino'
import type { TurnDeps } from '#server/conversation/turn-deps.ts'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { BusinessService } from '#server/features/business/business.service.ts'
import type { LeadsService } from '#server/features/leads/leads.service.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import type { Metrics } from '#server/platform/metrics.ts'
import { createAcceptMessageService } from './accept-message.service.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { createConversationsService } from './conversations.service.ts'
import { createMessagesRepository } from './messages.repository.ts'
import { readTurnInput } from './read-turn-input.ts'
import { recoverTurns } from './recover-turns.ts'
import { createTurnBroadcast } from './turn-broadcast.ts'
import { createTurnRunner } from './turn-runner.ts'
import { createTurnsRepository } from './turns.repository.ts'

/** How often a node looks for turns that another one left behind. */
const RECOVERY_INTERVAL_MS = 10_000
/** Later than any lease: on a database of one process, whatever is open at its start is left over. */
const END_OF_TIME = '9999'

interface RoomDeps {
  db: Executor
  readDb: Executor
  dialect: Pick<Dialect, 'name'>
  writer: DurableWriter
  turnDeps: TurnDeps
  business: BusinessService
  leads: LeadsService
  /** No turn is answered from half of the entries. */
  whenFaqLoaded(): Promise<void>
  liveEvents: LiveEvents
  metrics: Metrics
  logger: Logger
  clock: Clock
}

/** The whole room: the tree of messages, the queue of turns, and what clients hear of them. */
export function createConversationsRoom(deps: RoomDeps) {
  const { db, logger, clock } = deps
  const repositories = {
    conversations: createConversationsRepository(db, deps.readDb),
    messages: createMessagesRepository(db),
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
    runner: turnRunner,
    broadcast: turnBroadcast,
    writer: deps.writer,
    businessLanguage,
    clock,
  })
  let timer: NodeJS.Timeout | null = null

  const recover = (leasesBefore: string) => recoverTurns({ ...repositories, runner: turnRunner, clock, leasesBefore })

  return {
    conversations,
    acceptMessage,
    turnRunner,
    turnBroadcast,
    /** Takes up what a crash left, and goes on looking where several nodes share a database. */
    async startTurns(): Promise<{ resumed: number; interrupted: number }> {
      if (deps.dialect.name === 'sqlite') return recover(END_OF_TIME)
      timer = setInterval(() => {
        recover(timestamp(clock)).catch((error: unknown) =>
          logger.warn({ err: error }, 'abandoned turns could not be looked for'),
        )
      }, RECOVERY_INTERVAL_MS).unref()
      return recover(timestamp(clock))
    },
    async closeTurns(): Promise<void> {
      if (timer) clearInterval(timer)
      await turnRunner.close()
    },
  }
}
