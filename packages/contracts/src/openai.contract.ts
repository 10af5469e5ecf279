import * as z from 'zod'
import { route } from './route.ts'
import { text } from './scalars.ts'

/** A prompt with pictures in it; a turn model takes less. */
const RELAY_BODY_LIMIT_BYTES = 16 * 1024 * 1024

export const Model = z
  .object({
    /** `secretary`, or `<provider>/<model>`. */
    id: z.string(),
    object: z.literal('model'),
    /** Unix seconds. */
    created: z.number().int(),
    owned_by: z.string(),
  })
  .meta({ id: 'Model' })
export type Model = z.infer<typeof Model>

const Usage = z
  .object({
    prompt_tokens: z.number().int(),
    completion_tokens: z.number().int(),
    total_tokens: z.number().int(),
  })
  .meta({ id: 'CompletionUsage' })
export type CompletionUsage = z.infer<typeof Usage>

const FinishReason = z.enum(['stop', 'length', 'content_filter', 'tool_calls', 'function_call'])

/** Of `secretary`; a provider's own answer is passed on as it is, with whatever else it holds. */
export const ChatCompletion = z
  .looseObject({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.number().int(),
    model: z.string(),
    choices: z.array(
      z.looseObject({
        index: z.number().int(),
        message: z.looseObject({ role: z.literal('assistant'), content: z.string().nullable() }),
        logprobs: z.unknown().nullable(),
        finish_reason: FinishReason,
      }),
    ),
    usage: Usage.optional(),
    /** Where a conversation is kept: its id. */
    metadata: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'ChatCompletion' })
export type ChatCompletion = z.infer<typeof ChatCompletion>

export const ChatCompletionChunk = z
  .looseObject({
    id: z.string(),
    object: z.literal('chat.completion.chunk'),
    created: z.number().int(),
    model: z.string(),
    choices: z.array(
      z.looseObject({
        index: z.number().int(),
        delta: z.looseObject({ role: z.literal('assistant').optional(), content: z.string().nullish() }),
        logprobs: z.unknown().nullable(),
        finish_reason: FinishReason.nullable(),
      }),
    ),
    /** Only where `stream_options.include_usage` asks for it: null in every chunk but the last, which has no choice. */
    usage: Usage.nullish(),
  })
  .meta({ id: 'ChatCompletionChunk' })
export type ChatCompletionChunk = z.infer<typeof ChatCompletionChunk>

/** What documentation says of the body. It is read by the one who answers it: a provider's is passed on untouched. */
export const ChatCompletionRequest = z
  .looseObject({
    model: text(300),
    messages: z.array(z.looseObject({ role: text(20), content: z.unknown() })),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
    temperature: z.number().nullish(),
    top_p: z.number().nullish(),
    max_tokens: z.number().int().nullish(),
    max_completion_tokens: z.number().int().nullish(),
    stop: z.union([text(1_000), z.array(text(1_000)).max(4)]).nullish(),
    presence_penalty: z.number().nullish(),
    frequency_penalty: z.number().nullish(),
    seed: z.number().int().nullish(),
    user: text(512).nullish(),
    /** `conversation_id`: `new`, or the id of a conversation that this key began. */
    metadata: z.record(text(64), text(512)).nullish(),
  })
  .meta({ id: 'ChatCompletionRequest' })

const openai = { tags: ['openai'], errors: 'openai' } as const

export const openAiContract = {
  listModels: route({
    method: 'GET',
    path: '/v1/models',
    summary: 'The secretary, and the models of connected providers as far as they told',
    ...openai,
    access: 'key:models',
    responses: { 200: z.object({ object: z.literal('list'), data: z.array(Model) }) },
  }),
  retrieveModel: route({
    method: 'GET',
    path: '/v1/models/:id',
    summary: 'One model; the slash in its id may be written as it is or as %2F',
    ...openai,
    access: 'key:models',
    params: z.object({ id: text(300) }),
    responses: { 200: Model },
    problems: ['not_found'],
  }),
  createChatCompletion: route({
    method: 'POST',
    path: '/v1/chat/completions',
    summary: 'Answer a chat: by the secretary, or by any model of a provider, whose answer is passed on as it is',
    ...openai,
    access: 'key:chat',
    audit: { none: 'Every call leaves a row in api_calls: key, address, model, outcome' },
    bodyLimitBytes: RELAY_BODY_LIMIT_BYTES,
    consumes: 'application/json',
    body: ChatCompletionRequest,
    produces: 'application/json',
    responses: { 200: ChatCompletion },
    streamEvent: ChatCompletionChunk,
    problems: ['not_found', 'payload_too_large', 'provider_unreachable'],
  }),
}
