import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { runTurn } from '#server/conversation/run-turn.ts'
import type { TurnDeps, TurnInput, TurnWishes } from '#server/conversation/turn-deps.ts'
import type { TakenMessage } from '#server/conversation/turn-part.ts'
import type { DurableWriter, WriteUnit } from '#server/db/writer/durable-writer.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { LiveEvents } from '#server/platform/events/live-events.ts'
import type { FairLaps } from '#server/platform/fair-laps.ts'
import type { Metrics } from '#server/platform/metrics.ts'
import { encodeTurnError, encodeTurnPart } from './encode-turn-part.ts'
import type { TurnTrace } from './messages.repository.ts'
import type { TurnBroadcast } from './turn-broadcast.ts'
import { createTurnRecord, type TurnRecord } from './turn-record.ts'
import type { Lease, PendingTurn, TurnsRepository } from './turns.repository.ts'

/** A process that does not renew for this long is taken for dead. */
const LEASE_MS = 30_000
/** Of one conversation: more than anybody types ahead. */
const MAX_QUEUED = 100
const RETRY_AFTER_SECONDS = 5
/** What is said is kept at least this often while it is being said. */
const CHECKPOINT_MS = 1_000

export interface QueuedTurn extends PendingTurn {
  readonly ownerId: string | null
  /** Who asks, among all who may ask at once: they take turns. */
  readonly caller: string
  /** Of the request; a turn that is taken up after a crash does without. */
  readonly wishes?: TurnWishes | undefined
}

export interface TurnRunner {
  /** Answers it after those that wait in the same conversation. A spoken turn does not wait: it silences the one that runs. */
  enqueue(turn: QueuedTurn): void
  /** Stops the running turn (the one that is named, where one is, also while it waits); what was said is kept. */
  stop(conversationId: string, turnId?: string): void
  /** What a turn that is accepted now is stored with. */
  lease(): Lease
  /** The turn whose answer the next message will follow, if one is still to come; everything before it is stored once there is none. */
  lastPending(conversationId: string): PendingTurn | null
  /** @throws AppError `rate_limited` where too many questions of this conversation wait */
  requireRoom(conversationId: string): void
  /** Whether parts of it are still to come. */
  isPending(conversationId: string, turnId: string): boolean
  close(): Promise<void>
}

interface Lane {
  readonly queue: QueuedTurn[]
  /** Waiting ones that were told to stop: they end without a word when it is their turn. */
  readonly stopped: Set<string>
  /** A silent one ends without a word: nothing can follow its answer. */
  running: { turn: QueuedTurn; controller: AbortController; isSilent: boolean } | null
  done: Promise<void>
}

interface RunnerDeps {
  turnDeps: TurnDeps
  /** Everything the turn starts from, read when its time has come. Null where the conversation is gone. */
  readInput(turn: QueuedTurn): Promise<Omit<TurnInput, 'queueMs'> | null>
  takeMessage(turn: QueuedTurn, lead: TakenMessage): Promise<void>
  turns: TurnsRepository
  writer: DurableWriter
  broadcast: TurnBroadcast
  /** What turns begin and end with is work that can wait a moment. */
  laps: FairLaps
  liveEvents: LiveEvents
  metrics: Metrics
  logger: Logger
  clock: Clock
}

/** One queue per conversation, many conversations at once. */
export function createTurnRunner(deps: RunnerDeps): TurnRunner {
  const { turns, writer, broadcast, liveEvents, logger, clock } = deps
  const lanes = new Map<string, Lane>()
  const leaseOwner = randomUUID()
  const lease = (): Lease => ({ owner: leaseOwner, until: new Date(clock.now().getTime() + LEASE_MS).toISOString() })
  let isClosing = false
  const renewal = setInterval(() => {
    turns
      .renewLeases(lease())
      .catch((error: unknown) => logger.warn({ err: error }, 'leases of running turns could not be renewed'))
  }, LEASE_MS / 3).unref()

  async function drain(conversationId: string, lane: Lane): Promise<void> {
    for (let turn = lane.queue.shift(); turn && !isClosing; turn = lane.queue.shift()) {
      const controller = new AbortController()
      lane.running = { turn, controller, isSilent: false }
      if (lane.stopped.delete(turn.id)) controller.abort()
      await answerTurn(turn, lane, controller.signal).catch((error: unknown) => {
        logger.error({ err: error, turnId: turn.id }, 'a turn could not be stored')
        // Nobody waits for an end that does not come.
        broadcast.send(conversationId, { type: 'error', turnId: turn.id, code: 'internal_error' })
        broadcast.end(conversationId)
      })
      lane.running = null
    }
    lanes.delete(conversationId)
  }

  async function answerTurn(turn: QueuedTurn, lane: Lane, signal: AbortSignal): Promise<void> {
    await deps.laps.enter(turn.caller)
    const input = await deps.readInput(turn)
    if (!input) {
      await turns.closeInterrupted(turn.id, timestamp(clock))
      return broadcast.send(turn.conversationId, { type: 'error', turnId: turn.id, code: 'not_found' })
    }
    // Nobody waits for it: a turn that is accepted has its lease already.
    writer
      .commit(turns.startUnit(turn.id, lease()))
      .catch((error: unknown) => logger.warn({ err: error, turnId: turn.id }, 'the start of a turn was not stored'))
    broadcast.begin(turn.conversationId, turn.id)
    broadcast.send(turn.conversationId, {
      type: 'turn-start',
      turnId: turn.id,
      userMessageId: turn.userMessageId,
      assistantMessageId: turn.assistantMessageId,
    })
    const record = createTurnRecord(input.expects)
    const finish = await collect(
      turn,
      { ...input, ...turn.wishes, queueMs: clock.now().getTime() - Date.parse(turn.createdAt) },
      { record, signal },
    )
    await deps.laps.enter(turn.caller)
    if (isClosing && record.text === '') return broadcast.end(turn.conversationId) // Nobody has heard anything: the next start answers it.
    if (lane.running && record.text === '') lane.running.isSilent = true
    if (record.lead) await deps.takeMessage(turn, record.lead)
    await store(
      turn.id,
      turns.finishUnit({
        ...turn,
        content: record.text,
        state: finish.isComplete || record.isTextComplete ? 'complete' : 'interrupted',
        trace: record.trace,
        usage: record.usage,
        expects: record.expects,
        finishedAt: timestamp(clock),
      }),
    )
    observe(record.trace)
    broadcast.send(turn.conversationId, finish.message)
    broadcast.end(turn.conversationId)
    liveEvents.publish({
      message: { type: 'conversation-changed', conversationId: turn.conversationId },
      ownerId: turn.ownerId,
    })
  }

  /** The thread that writes may have died over it. The next one takes it, unless it was stored just before. */
  async function store(turnId: string, unit: WriteUnit): Promise<void> {
    try {
      await writer.commit(unit)
    } catch (error) {
      if (!(await turns.isOpen(turnId))) return
      logger.warn({ err: error, turnId }, 'the end of a turn is stored in a second attempt')
      await writer.commit(unit)
    }
  }

  /** Passes the parts on and keeps what has to be stored. Never throws: how it ended is the result. */
  async function collect(
    turn: QueuedTurn,
    input: TurnInput,
    { record, signal }: { record: TurnRecord; signal: AbortSignal },
  ): Promise<{ isComplete: boolean; message: Parameters<TurnBroadcast['send']>[1] }> {
    const startedAt = performance.now()
    let savedAt = startedAt
    try {
      signal.throwIfAborted()
      for await (const part of runTurn(deps.turnDeps, input, { signal })) {
        if (signal.aborted) break
        record.note(part)
        const message = encodeTurnPart(turn.id, part)
        if (part.type === 'finish' && message) return { isComplete: true, message }
        if (message) broadcast.send(turn.conversationId, message)
        if (part.type === 'text-delta' && performance.now() - savedAt > CHECKPOINT_MS) {
          savedAt = performance.now()
          await writer.commit(turns.checkpointUnit(turn, record.text))
        }
      }
    } catch (error) {
      if (!signal.aborted) {
        logger.warn({ err: error, turnId: turn.id }, 'a turn broke off')
        return { isComplete: false, message: encodeTurnError(turn.id, error) }
      }
    }
    const timings = {
      queueMs: input.queueMs,
      faqMs: null,
      modelFirstTokenMs: null,
      firstTextMs: null,
      firstAudioMs: null,
      totalMs: performance.now() - startedAt,
    }
    return { isComplete: false, message: { type: 'finish', turnId: turn.id, finishReason: 'cancelled', timings } }
  }

  function observe({ answer, timings }: TurnTrace): void {
    deps.metrics.turns.inc({ source: answer?.source ?? 'none' })
    if (timings?.firstTextMs != null)
      deps.metrics.turnStageSeconds.observe({ stage: 'first-text' }, timings.firstTextMs / 1000)
    if (timings?.firstAudioMs != null)
      deps.metrics.turnStageSeconds.observe({ stage: 'first-audio' }, timings.firstAudioMs / 1000)
    if (timings) deps.metrics.turnStageSeconds.observe({ stage: 'total' }, timings.totalMs / 1000)
  }

  return {
    enqueue(turn) {
      const present = lanes.get(turn.conversationId)
      if (present) {
        present.queue.push(turn)
        if (turn.withVoice) present.running?.controller.abort()
        return
      }
      const lane: Lane = { queue: [turn], stopped: new Set(), running: null, done: Promise.resolve() }
      lanes.set(turn.conversationId, lane)
      lane.done = drain(turn.conversationId, lane)
    },
    stop(conversationId, turnId) {
      const lane = lanes.get(conversationId)
      if (turnId !== undefined && lane?.queue.some(({ id }) => id === turnId)) lane.stopped.add(turnId)
      const running = lane?.running
      if (running && (turnId === undefined || running.turn.id === turnId)) running.controller.abort()
    },
    lease,
    lastPending(conversationId) {
      const { queue, running } = lanes.get(conversationId) ?? { queue: [], running: null }
      return queue.at(-1) ?? (running?.isSilent ? null : (running?.turn ?? null))
    },
    requireRoom(conversationId) {
      if ((lanes.get(conversationId)?.queue.length ?? 0) < MAX_QUEUED) return
      const detail = `${MAX_QUEUED} questions of this conversation are waiting already`
      throw new AppError('rate_limited', { retryAfterSeconds: RETRY_AFTER_SECONDS, detail })
    },
    isPending(conversationId, turnId) {
      const { queue, running } = lanes.get(conversationId) ?? { queue: [], running: null }
      return running?.turn.id === turnId || queue.some(({ id }) => id === turnId)
    },
    async close() {
      isClosing = true
      clearInterval(renewal)
      for (const lane of lanes.values()) lane.running?.controller.abort()
      await Promise.all([...lanes.values()].map(({ done }) => done))
    },
  }
}
