import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import { EventQueue } from '#server/platform/events/event-queue.ts'

export interface BroadcastEvent {
  /** `<turn id>:<number>`; what a client sends back as Last-Event-ID. */
  readonly id: string | null
  readonly message: ConversationMessage
}

/** A reader that lags by more than this is cut off; it comes back with Last-Event-ID. */
const READER_CAPACITY = 5_000
/** About a minute and a half of speech in base64. Older sound makes room; text never does. */
const MAX_AUDIO_CHARACTERS = 6_000_000
/** How long a finished turn can still be read by somebody who was not there. */
const KEEP_FINISHED_MS = 10_000
/** Of all finished turns together; the oldest are forgotten before their time. Whoever comes back to one reads what is stored. */
const MAX_FINISHED_CHARACTERS = 16_000_000
/** Of an event, beside its text or sound. */
const EVENT_CHARACTERS = 200

interface Hub {
  turnId: string | null
  sequence: number
  ring: BroadcastEvent[]
  audioCharacters: number
  isRunning: boolean
  readers: Set<EventQueue<BroadcastEvent>>
  /** Set as long as it is finished and kept. */
  expiry: NodeJS.Timeout | null
  finishedCharacters: number
}

export interface TurnBroadcast {
  begin(conversationId: string, turnId: string): void
  send(conversationId: string, message: ConversationMessage): void
  end(conversationId: string): void
  /** What happened of the present turn after `lastEventId` (all of it without one), then everything as it happens. */
  read(
    conversationId: string,
    options: { lastEventId?: string | undefined; signal: AbortSignal },
  ): AsyncIterable<BroadcastEvent>
  activeTurnId(conversationId: string): string | null
  hasReaders(conversationId: string): boolean
}

/** What the clients of a conversation hear. The present turn is kept, so that one who reconnects misses nothing. */
export function createTurnBroadcast(): TurnBroadcast {
  const hubs = new Map<string, Hub>()
  /** In the order in which they finished. */
  const finished = new Map<string, Hub>()
  let finishedCharacters = 0

  function hubOf(conversationId: string): Hub {
    let hub = hubs.get(conversationId)
    if (!hub) {
      hub = {
        turnId: null,
        sequence: 0,
        ring: [],
        audioCharacters: 0,
        isRunning: false,
        readers: new Set(),
        expiry: null,
        finishedCharacters: 0,
      }
      hubs.set(conversationId, hub)
    }
    return hub
  }

  function forgetIfIdle(conversationId: string, hub: Hub): void {
    if (hub.readers.size === 0 && !hub.isRunning && hub.expiry === null) hubs.delete(conversationId)
  }

  function keepFinished(conversationId: string, hub: Hub): void {
    stopKeeping(conversationId, hub)
    hub.finishedCharacters = hub.ring.reduce((sum, { message }) => sum + charactersOf(message), 0)
    finishedCharacters += hub.finishedCharacters
    finished.set(conversationId, hub)
    hub.expiry = setTimeout(() => forget(conversationId, hub), KEEP_FINISHED_MS).unref()
    for (const [oldest, other] of finished) {
      if (finishedCharacters <= MAX_FINISHED_CHARACTERS) return
      forget(oldest, other)
    }
  }

  function stopKeeping(conversationId: string, hub: Hub): void {
    if (hub.expiry) clearTimeout(hub.expiry)
    if (finished.delete(conversationId)) finishedCharacters -= hub.finishedCharacters
    hub.expiry = null
  }

  function forget(conversationId: string, hub: Hub): void {
    stopKeeping(conversationId, hub)
    Object.assign(hub, { ring: [], audioCharacters: 0 })
    forgetIfIdle(conversationId, hub)
  }

  function deliver(hub: Hub, event: BroadcastEvent): void {
    for (const reader of hub.readers) reader.push(event)
  }

  return {
    begin(conversationId, turnId) {
      const hub = hubOf(conversationId)
      stopKeeping(conversationId, hub)
      Object.assign(hub, { turnId, sequence: 0, ring: [], audioCharacters: 0, isRunning: true })
    },
    send(conversationId, message) {
      const hub = hubs.get(conversationId)
      if (!hub) return
      const isOfTurn = hub.isRunning && 'turnId' in message && message.turnId === hub.turnId
      if (!isOfTurn) return deliver(hub, { id: null, message })
      const event = { id: `${hub.turnId}:${++hub.sequence}`, message }
      hub.ring.push(event)
      if (message.type === 'speech-frame') hub.audioCharacters += message.audio.length
      while (hub.audioCharacters > MAX_AUDIO_CHARACTERS) dropOldestFrame(hub)
      deliver(hub, event)
    },
    end(conversationId) {
      const hub = hubs.get(conversationId)
      if (!hub) return
      hub.isRunning = false
      keepFinished(conversationId, hub)
    },
    async *read(conversationId, { lastEventId, signal }) {
      const hub = hubOf(conversationId)
      const queue = new EventQueue<BroadcastEvent>({ capacity: READER_CAPACITY, overflow: 'end' })
      const missed = missedEvents(hub, conversationId, lastEventId)
      hub.readers.add(queue)
      try {
        yield* missed
        yield* queue.read(signal)
      } finally {
        hub.readers.delete(queue)
        forgetIfIdle(conversationId, hub)
      }
    },
    hasReaders: (conversationId) => (hubs.get(conversationId)?.readers.size ?? 0) > 0,
    activeTurnId: (conversationId) => {
      const hub = hubs.get(conversationId)
      return hub?.isRunning ? hub.turnId : null
    },
  }
}

function charactersOf(message: ConversationMessage): number {
  if (message.type === 'speech-frame') return EVENT_CHARACTERS + message.audio.length
  return EVENT_CHARACTERS + (message.type === 'text-delta' ? message.text.length : 0)
}

/** An id of another turn means that something else happened since: the client reloads, then follows. */
function missedEvents(hub: Hub, conversationId: string, lastEventId: string | undefined): BroadcastEvent[] {
  if (lastEventId === undefined || lastEventId === '') return [...hub.ring]
  const [, turnId, number] = /^(.+):(\d{1,9})$/.exec(lastEventId) ?? []
  if (turnId !== hub.turnId || hub.ring.length === 0 || Number(number) > hub.sequence)
    return [{ id: null, message: { type: 'conversation-changed', conversationId } }, ...hub.ring]
  return hub.ring.filter(({ id }) => Number(id?.split(':')[1]) > Number(number))
}

function dropOldestFrame(hub: Hub): void {
  const position = hub.ring.findIndex(({ message }) => message.type === 'speech-frame')
  const [dropped] = position === -1 ? [] : hub.ring.splice(position, 1)
  if (dropped?.message.type === 'speech-frame') hub.audioCharacters -= dropped.message.audio.length
}
