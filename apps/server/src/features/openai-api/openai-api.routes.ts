import { openAiContract } from '@secretary/contracts/openai.contract'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Mount } from '#server/http/mount-contract.ts'
import { toldFailure } from '#server/http/problem-handler.ts'
import { type ServerEvent, sendEvents } from '#server/http/send-events.ts'
import { streamHeaders, takeOver } from '#server/http/take-over.ts'
import type { KeyActor } from '#server/platform/actor.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { Cancellation } from '#server/platform/cancellation.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { CallNotes } from './calls/observed-call.ts'
import { observeCall } from './calls/observed-call.ts'
import type { OpenAiRoom } from './create-openai-room.ts'
import type { RelayRequest } from './relay/relay-completion.ts'
import { encodeChunks, encodeCompletion } from './turn/encode-completion.ts'
import { readTurnRequest } from './turn/read-turn-request.ts'
import type { TurnAnswer } from './turn/turn-event.ts'
import { readEnvelope } from './wire/completion-envelope.ts'

interface OpenAiRoutesDeps {
  openAi: OpenAiRoom
  clock: Clock
}

interface Call {
  readonly body: Buffer
  readonly actor: KeyActor
  readonly reply: FastifyReply
  readonly request: FastifyRequest
  readonly cancellation: Cancellation
}

export function registerOpenAiRoutes(mount: Mount, { openAi, clock }: OpenAiRoutesDeps): void {
  mount(openAiContract, {
    listModels: async () => ({ object: 'list' as const, data: [...openAi.models.list()] }),
    retrieveModel: async ({ params }) => openAi.models.retrieve(params.id),
    async createChatCompletion({ body, actor, reply, request, cancellation }) {
      const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
      const call: Call = { body: bytes, actor, reply, request, cancellation }
      try {
        return await complete(call)
      } catch (error) {
        if (!cancellation.isCancelled || cancellation.reason instanceof AppError) throw error
        // Nobody is there to read it.
        reply.hijack()
        return undefined
      }
    },
  })

  /** @throws ApiError, also before there is anything to wait for */
  function complete(call: Call): Promise<Uint8Array | string | undefined> {
    const envelope = readEnvelope(call.body)
    const { model, isStream } = envelope
    const incoming = {
      requestId: call.request.id,
      keyId: call.actor.keyId,
      address: call.request.address,
      model,
      isStream,
      cancellation: call.cancellation,
    }
    return observeCall({ recorder: openAi.recorder, clock, toldFailure }, incoming, (notes) => {
      const route = openAi.routeOf(model)
      return route.kind === 'turn' ? answerTurn(call, notes) : passOn(call, { ...route, envelope, notes })
    })
  }

  async function passOn(
    { reply, request, cancellation }: Call,
    { connection, model, envelope, notes }: Pick<RelayRequest, 'connection' | 'model' | 'envelope' | 'notes'>,
  ): Promise<undefined> {
    const startStream = () => takeOver(reply, streamHeaders('text/event-stream; charset=utf-8'))
    const tell = (failure: unknown) => toldFailure(failure, request.id).body
    const answer = await openAi.relay.complete({
      connection,
      model,
      envelope,
      notes,
      cancellation,
      startStream,
      tell,
    })
    if (answer !== null) sendAnswer(reply, answer)
  }

  async function answerTurn(call: Call, notes: CallNotes): Promise<string | undefined> {
    const { body, actor, reply } = call
    const { signal } = call.cancellation
    const requestId = call.request.id
    const request = readTurnRequest(body)
    const answer = await openAi.answer(request, { actor, notes, signal })
    if (answer.conversationId !== null) reply.header('x-conversation-id', answer.conversationId)
    const now = clock.now()
    if (!request.isStream) return JSON.stringify(await encodeCompletion(told(answer), now))
    const chunks = encodeChunks(told(answer), { now, withUsage: request.withUsage })
    await sendTurn(reply, chunks, { notes, signal, requestId })
    return undefined
  }
}

/** Where many wait for their answers, the first chunk may take long; whoever stands in between closes what is silent for long. */
const HEAD_WITHIN_MS = 10_000

/**
 * The head of the answer waits for the first chunk, so that a failure before it still has a status. It does not wait for long: then comments tell
 * that somebody is there.
 */
async function sendTurn(
  reply: FastifyReply,
  chunks: AsyncGenerator<string>,
  { notes, signal, requestId }: { notes: CallNotes; signal: AbortSignal; requestId: string },
): Promise<void> {
  const beginning = chunks.next()
  const isLate = await takesLonger(beginning, HEAD_WITHIN_MS)
  async function* events(): AsyncGenerator<ServerEvent> {
    try {
      const first = await beginning
      if (!first.done) yield { data: first.value }
      for await (const data of chunks) yield { data }
    } catch (error) {
      // The client has left, or hears why the stream may not go on.
      if (signal.aborted) return
      reply.log.warn({ err: error }, 'a stream broke off')
      notes.failure = error instanceof Error ? error : new Error(String(error))
      yield { data: toldFailure(error, requestId).body }
    }
  }
  const farewell = (reason: AppError) => ({ data: toldFailure(reason, requestId).body })
  await sendEvents(reply, events(), { signal, isBare: !isLate, farewell })
}

/** @throws what `work` throws in this time */
async function takesLonger(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(true), ms)
  try {
    return await Promise.race([work.then(() => false), promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A model that fails after its first word, in the words of this API. */
function told(answer: TurnAnswer): TurnAnswer {
  async function* events() {
    try {
      yield* answer.events
    } catch (cause) {
      if (!ProviderError.isInstance(cause)) throw cause
      throw new AppError('model_failed', { detail: `${cause.provider} failed: ${cause.message}`, cause })
    }
  }
  return { ...answer, events: events() }
}

/** Past the framework: nothing has to be found out about the bytes of a provider. */
function sendAnswer(reply: FastifyReply, body: Buffer | string): void {
  const head = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(body.length) }
  const client = takeOver(reply, head)
  if (typeof body === 'string') client.end(body, 'latin1')
  else client.end(body)
}
