import * as z from 'zod'
import { route } from './route.ts'
import { text } from './scalars.ts'

export const speechFormats = ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'] as const
export type SpeechFormat = (typeof speechFormats)[number]

/** As OpenAI counts: characters, however many units they take. */
const MAX_INPUT_CHARACTERS = 4_096
const TOO_LONG = `At most ${MAX_INPUT_CHARACTERS} characters`
const Name = text(200).min(1)

/** Fields that OpenAI does not define are ignored, as its own server does. */
export const SpeechRequest = z
  .object({
    model: Name,
    // No character takes more than two units.
    input: text(MAX_INPUT_CHARACTERS * 2, TOO_LONG)
      .refine((input) => input.length <= MAX_INPUT_CHARACTERS || [...input].length <= MAX_INPUT_CHARACTERS, TOO_LONG)
      .refine((input) => input.trim() !== '', 'There is no text'),
    voice: z.union([Name, z.object({ id: Name })], 'The name of a voice, or an object with its id'),
    instructions: text(MAX_INPUT_CHARACTERS).nullish(),
    response_format: z.enum(speechFormats).nullish(),
    /** 1 is the pace the owner has chosen. */
    speed: z.number().min(0.25).max(4).nullish(),
    stream_format: z.enum(['audio', 'sse']).nullish(),
  })
  .meta({ id: 'SpeechRequest' })
export type SpeechRequest = z.output<typeof SpeechRequest>

export const SpeechEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('speech.audio.delta'), audio: z.base64() }),
    z.object({
      type: z.literal('speech.audio.done'),
      usage: z.object({
        input_tokens: z.int(),
        output_tokens: z.int(),
        total_tokens: z.int(),
        /** What the voice was given, without marks and emoji. */
        characters: z.int(),
        audio_ms: z.int(),
      }),
    }),
  ])
  .meta({ id: 'SpeechEvent' })
export type SpeechEvent = z.input<typeof SpeechEvent>

const ApiVoice = z
  .object({
    id: z.string(),
    object: z.literal('voice'),
    name: z.string(),
    languages: z.array(z.string()),
  })
  .meta({ id: 'ApiVoice' })

const ApiVoices = z
  .object({
    object: z.literal('list'),
    data: z.array(ApiVoice),
    /** The same again, under the name that other servers of this kind use. */
    voices: z.array(ApiVoice),
  })
  .meta({ id: 'ApiVoices' })

export const openAiSpeechContract = {
  createSpeech: route({
    method: 'POST',
    path: '/v1/audio/speech',
    summary: 'Speak a text; the sound is sent while it is being made',
    tags: ['openai'],
    access: 'key:audio',
    errors: 'openai',
    audit: { none: 'Every call leaves a row in api_calls: key, address, model, outcome' },
    body: SpeechRequest,
    produces: 'audio/mpeg',
    responses: { 200: z.string() },
    streamEvent: SpeechEvent,
    problems: ['model_not_found', 'voice_unavailable'],
  }),
  listApiVoices: route({
    method: 'GET',
    path: '/v1/voices',
    summary: 'Voices a program can speak with',
    tags: ['openai'],
    access: 'key:audio',
    errors: 'openai',
    responses: { 200: ApiVoices },
  }),
  listAudioVoices: route({
    method: 'GET',
    path: '/v1/audio/voices',
    summary: 'The same voices, where other servers of this kind have them',
    tags: ['openai'],
    access: 'key:audio',
    errors: 'openai',
    responses: { 200: ApiVoices },
  }),
}
