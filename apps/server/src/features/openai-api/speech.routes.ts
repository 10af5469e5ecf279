import {
  openAiSpeechContract,
  type SpeechEvent,
  type SpeechFormat,
  type SpeechRequest,
} from '@secretary/contracts/openai-speech.contract'
import { estimateTokens } from '@secretary/models/util/count-tokens'
import type { FastifyRequest } from 'fastify'
import type { VoicesService } from '#server/features/voices/voices.service.ts'
import type { Mount } from '#server/http/mount-contract.ts'
import { toldFailure } from '#server/http/problem-handler.ts'
import { sendBytes } from '#server/http/send-bytes.ts'
import { type ServerEvent, sendEvents } from '#server/http/send-events.ts'
import { AppError } from '#server/platform/app-error.ts'
import type { Clock } from '#server/platform/clock.ts'
import { type CallNotes, observeCall } from './calls/observed-call.ts'
import type { OpenAiRoom } from './create-openai-room.ts'
import type { Speech, SpeechService } from './speech.service.ts'
import { findVoice, ignoresInstructions, isSpeechModel } from './speech-names.ts'

/** As OpenAI sends them. */
const contentTypes: Record<SpeechFormat, string> = {
  mp3: 'audio/mpeg',
  opus: 'audio/opus',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
}

interface SpeechRoutesDeps {
  speech: SpeechService
  voices: VoicesService
  openAi: Pick<OpenAiRoom, 'recorder'>
  clock: Clock
}

export function registerSpeechRoutes(mount: Mount, { speech, voices, openAi, clock }: SpeechRoutesDeps): void {
  const listVoices = () => {
    const data = voices
      .list()
      .filter(({ isAvailable }) => isAvailable)
      .map(({ voiceId, title, languages }) => ({
        id: voiceId,
        object: 'voice' as const,
        name: title,
        languages: [...languages],
      }))
    return { object: 'list' as const, data, voices: data }
  }
  mount(openAiSpeechContract, {
    async createSpeech({ body, actor, request, reply, cancellation }) {
      const { signal } = cancellation
      requireNames(body, voices)
      const format = body.response_format ?? 'mp3'
      const isStream = body.stream_format === 'sse'
      const call = {
        requestId: request.id,
        keyId: actor.keyId,
        address: request.address,
        model: body.model,
        isStream,
        cancellation,
      }
      await observeCall({ recorder: openAi.recorder, clock, toldFailure }, call, async (notes) => {
        const order = { text: body.input, format, pace: body.speed ?? 1, keyId: actor.keyId }
        const spoken = await speech.speak(order, { signal })
        notes.firstByteAtMs = performance.now()
        const farewell = (reason: AppError) => errorEvent(reason, request)
        if (isStream)
          await sendEvents(reply, eventsOf(spoken, { input: body.input, request, notes, signal }), { signal, farewell })
        else if (await sendBytes(reply, spoken.bytes, { contentType: contentTypes[format], signal })) broken(notes)
        notes.spoken = spoken.total()
        notes.providerId = notes.spoken?.providerId ?? null
      })
      return undefined
    },
    listApiVoices: listVoices,
    listAudioVoices: listVoices,
  })
}

/** @throws AppError `voice_unavailable`, `model_not_found`, `validation_failed` */
function requireNames({ model, voice, instructions }: SpeechRequest, voices: VoicesService): void {
  const present = voices.list()
  if (!isSpeechModel(model, present)) throw new AppError('model_not_found', { detail: `There is no model ${model}` })
  if (!voices.isAvailable()) throw new AppError('voice_unavailable', { detail: 'The voice is off or not installed' })
  const name = typeof voice === 'string' ? voice : voice.id
  if (!findVoice(name, present)) throw refusal('voice', `There is no voice ${name}`)
  if (instructions && !ignoresInstructions(model)) throw refusal('instructions', 'No voice here follows instructions')
}

function refusal(path: string, message: string): AppError {
  return new AppError('validation_failed', { issues: [{ path, code: 'unsupported', message }] })
}

function broken(notes: CallNotes): void {
  notes.failure = new AppError('voice_unavailable')
}

/** A failure in the middle is an event, and the last one. */
async function* eventsOf(speech: Speech, { input, request, notes, signal }: EventContext): AsyncGenerator<ServerEvent> {
  const event = (data: SpeechEvent): ServerEvent => ({ data })
  try {
    for await (const bytes of speech.bytes)
      yield event({ type: 'speech.audio.delta', audio: Buffer.from(bytes).toString('base64') })
  } catch (error) {
    if (signal.aborted) return
    request.log.warn({ err: error, requestId: request.id }, 'a stream broke off')
    broken(notes)
    yield errorEvent(new AppError('voice_unavailable'), request)
    return
  }
  const { characters = 0, audioMs = 0 } = speech.total() ?? {}
  // A voice makes no tokens; those of the text are what programs count with.
  const tokens = estimateTokens(input)
  const usage = { input_tokens: tokens, output_tokens: 0, total_tokens: tokens }
  yield event({ type: 'speech.audio.done', usage: { ...usage, characters, audio_ms: Math.round(audioMs) } })
}

interface EventContext {
  readonly input: string
  readonly request: FastifyRequest
  readonly notes: CallNotes
  readonly signal: AbortSignal
}

function errorEvent(error: AppError, { id }: FastifyRequest): ServerEvent {
  return { data: { type: 'error', ...toldFailure(error, id).body } }
}
