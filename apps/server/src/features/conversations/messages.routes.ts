import { chatMessageContract } from '@secretary/contracts/chat.contract'
import type { TurnMessage } from '@secretary/contracts/realtime/turn.messages'
import type { FastifyRequest } from 'fastify'
import type { Mount } from '#server/http/mount-contract.ts'
import type { OpenStreams } from '#server/http/open-streams.ts'
import { type ServerEvent, sendEvents } from '#server/http/send-events.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { AcceptMessageService } from './accept-message.service.ts'
import type { ConversationsService } from './conversations.service.ts'
import type { BroadcastEvent, TurnBroadcast } from './turn-broadcast.ts'
import type { TurnRunner } from './turn-runner.ts'

interface MessageRoutesDeps {
  conversations: ConversationsService
  acceptMessage: AcceptMessageService
  turnRunner: TurnRunner
  turnBroadcast: TurnBroadcast
  openStreams: OpenStreams
}

export function registerMessageRoutes(
  mount: Mount,
  { conversations, acceptMessage, turnRunner, turnBroadcast, openStreams }: MessageRoutesDeps,
): void {
  mount(chatMessageContract, {
    sendMessage: ({ actor, params, body }) => acceptMessage.send(actor, params.id, body),
    async streamMessage({ actor, params, body, reply }) {
      await conversations.find(actor, params.id)
      const stream = openStreams.register(actor)
      // Whoever left while we were busy has read nothing that we promised: nothing is begun for him.
      if (reply.raw.destroyed) stream.cancel()
      // Read first, then sent: not even the first part can be missed.
      const events = turnBroadcast.read(params.id, { signal: stream.signal })[Symbol.asyncIterator]()
      const first = events.next()
      let turnId: string | null = null
      try {
        if (stream.isCancelled) return undefined
        const { isRepeated, ...turn } = await acceptMessage.send(actor, params.id, body)
        turnId = turn.turnId
        const isOver = isRepeated && !turnRunner.isPending(params.id, turn.turnId)
        // The response has told that it closed before anybody listened.
        if (reply.raw.destroyed) stream.cancel()
        const parts = isOver
          ? asServerEvents(await conversations.replay(actor, params.id, turn))
          : onlyTurn(withFirst(first, events), turn.turnId)
        await sendEvents(reply, parts, { signal: stream.signal })
      } finally {
        const isWanted = stream.reason instanceof AppError
        // Whoever is refused has heard nothing yet, and a reader that waits for its first event ends by this alone.
        stream.cancel()
        await events.return?.()
        stream.release()
        // Whoever hung up wants no more of it, and the model is paid by the word; one who listens elsewhere does.
        if (turnId !== null && !isWanted && !turnBroadcast.hasReaders(params.id)) turnRunner.stop(params.id, turnId)
      }
      return undefined
    },
    async streamConversation({ actor, params, query, request, reply }) {
      await conversations.find(actor, params.id)
      const stream = openStreams.register(actor)
      if (reply.raw.destroyed) stream.cancel()
      try {
        const events = turnBroadcast.read(params.id, { lastEventId: lastEventId(request), signal: stream.signal })
        await sendEvents(reply, followed(events, query.withAudio === 'true'), { signal: stream.signal })
      } finally {
        stream.release()
      }
      return undefined
    },
    async stopTurn({ actor, params, body }) {
      await conversations.find(actor, params.id)
      turnRunner.stop(params.id, body.turnId)
      return {}
    },
    editMessage: ({ actor, params, body }) =>
      acceptMessage.edit(actor, params.id, { ...body, messageId: params.messageId }),
    regenerateMessage: ({ actor, params, body }) =>
      acceptMessage.regenerate(actor, params.id, { ...body, messageId: params.messageId }),
    deleteMessage: ({ actor, params }) => conversations.deleteMessage(actor, params.id, params.messageId),
  })
}

/** The server closes, or the one who reads may no longer: the answer is not given up for that. */
function lastEventId(request: FastifyRequest): string | undefined {
  const header = request.headers['last-event-id']
  return typeof header === 'string' ? header.slice(0, 100) : undefined
}

async function* followed(events: AsyncIterable<BroadcastEvent>, withAudio: boolean): AsyncGenerator<ServerEvent> {
  for await (const { id, message } of events) {
    if (!withAudio && message.type.startsWith('speech-')) continue
    yield id === null ? { data: message } : { id, data: message }
  }
}

async function* asServerEvents(messages: Iterable<TurnMessage>): AsyncGenerator<ServerEvent> {
  for (const data of messages) yield { data }
}

/** The parts of one turn, to its last. */
async function* onlyTurn(events: AsyncIterable<BroadcastEvent>, turnId: string): AsyncGenerator<ServerEvent> {
  for await (const { id, message } of events) {
    if (!('turnId' in message) || message.turnId !== turnId || message.type === 'message-accepted') continue
    yield id === null ? { data: message } : { id, data: message }
    if (message.type === 'finish' || message.type === 'error') return
  }
}

async function* withFirst<T>(first: Promise<IteratorResult<T>>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let result = await first; !result.done; result = await rest.next()) yield result.value
}
