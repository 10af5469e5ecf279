import { MESSAGE_MAX_CHARACTERS } from '@secretary/contracts/chat.contract'
import type { ChatMessage } from '@secretary/models/spec/language-model'
import * as z from 'zod'
import { ApiError, invalidRequest } from '#server/platform/api-error.ts'
import { jsonPath } from '#server/platform/json-path.ts'
import { jsonShapeError } from '#server/platform/json-shape.ts'
import type { TurnRequest } from './turn-request.ts'
import { refuseUnsupported } from './unsupported-parameters.ts'

/** A prompt of text alone; pictures go to a provider's model. */
const MAX_BODY_BYTES = 1024 * 1024
const MAX_MESSAGES = 2_000
const MAX_STOP_SEQUENCES = 4
const MAX_STOP_CHARACTERS = 1_000

/** A database can not hold a NUL or half of a character. */
const storable = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\u0000'), { error: 'holds a character that is none' })

const TextPart = z.object({
  type: z.literal('text', { error: 'only text is understood by this model' }),
  text: storable,
})
const Content = z.union([storable, z.array(TextPart).min(1)], { error: 'must be text, or a list of text parts' })

const unsupported = z.null({ error: 'is not supported by this model' }).optional()
const SystemMessage = z.object({ role: z.enum(['system', 'developer']), content: Content, name: unsupported })
const UserMessage = z.object({ role: z.literal('user'), content: Content, name: unsupported })
const AssistantMessage = z.object({
  role: z.literal('assistant'),
  content: Content.nullish(),
  name: unsupported,
  tool_calls: unsupported,
  function_call: unsupported,
  audio: unsupported,
})
const Message = z.discriminatedUnion('role', [SystemMessage, UserMessage, AssistantMessage], {
  error: 'must be a message of the system, the developer, the user or the assistant',
})

const count = z.int().min(1).max(10_000_000)
const stopSequence = storable.min(1).max(MAX_STOP_CHARACTERS)

const Request = z.object({
  messages: z.array(Message).min(1).max(MAX_MESSAGES),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: count.nullish(),
  max_completion_tokens: count.nullish(),
  stop: z.union([stopSequence, z.array(stopSequence).max(MAX_STOP_SEQUENCES)]).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  seed: z.int().nullish(),
  user: storable.max(512).nullish(),
  safety_identifier: storable.max(512).nullish(),
  metadata: z
    .record(storable.max(64), storable.max(512))
    .refine((value) => Object.keys(value).length <= 16, { error: 'holds more than 16 entries' })
    .nullish(),
})
type Request = z.output<typeof Request>

/**
 * Reads what the secretary is asked. What OpenAI does not define is ignored; what it defines and a turn can't do is refused by name.
 * @throws ApiError 400, 413, AppError `validation_failed`
 */
export function readTurnRequest(bytes: Buffer): TurnRequest {
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge()
  const body = parse(bytes)
  refuseUnsupported(body)
  const result = Request.safeParse(body)
  if (!result.success) throw firstProblem(result.error)
  const request = result.data
  const { conversation_id: conversationId = null, ...metadata } = request.metadata ?? {}
  return {
    ...dialogueOf(request.messages),
    systemPrompt: promptOf(request.messages),
    modelParameters: parametersOf(request),
    conversationId,
    metadata,
    isStream: request.stream === true,
    withUsage: request.stream_options?.include_usage === true,
  }
}

function parse(bytes: Buffer): object {
  const refusal = jsonShapeError(bytes)
  if (refusal) throw refusal
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw invalidRequest('The body is not valid JSON.', null, 'invalid_json')
  }
  if (typeof body !== 'object' || body === null) throw invalidRequest('The body is not a JSON object.', null)
  return body
}

function dialogueOf(messages: Request['messages']): { text: string; history: ChatMessage[] } {
  const spoken = messages.flatMap((message): ChatMessage[] =>
    message.role === 'user' || message.role === 'assistant'
      ? [{ role: message.role, content: textOf(message.content) }]
      : [],
  )
  const last = spoken.pop()
  if (last?.role !== 'user') throw invalidRequest('The last message must be of the user.', 'messages')
  if (last.content.trim() === '') throw invalidRequest('The last message is empty.', 'messages')
  if (last.content.length > MESSAGE_MAX_CHARACTERS)
    throw invalidRequest(`The last message is longer than ${MESSAGE_MAX_CHARACTERS} characters.`, 'messages')
  return { text: last.content, history: spoken.filter(({ content }) => content !== '') }
}

function promptOf(messages: Request['messages']): string | null {
  const prompts = messages.flatMap(({ role, content }) =>
    role === 'system' || role === 'developer' ? [textOf(content)] : [],
  )
  const prompt = prompts.join('\n\n')
  return prompt.trim() === '' ? null : prompt
}

function textOf(content: z.output<typeof Content> | null | undefined): string {
  if (typeof content === 'string') return content
  return (content ?? []).map(({ text }) => text).join('\n')
}

function parametersOf(request: Request): TurnRequest['modelParameters'] {
  const maxOutputTokens = request.max_completion_tokens ?? request.max_tokens
  const stopSequences = typeof request.stop === 'string' ? [request.stop] : request.stop
  const endUser = request.safety_identifier ?? request.user
  return {
    ...(request.temperature != null && { temperature: request.temperature }),
    ...(request.top_p != null && { topP: request.top_p }),
    ...(maxOutputTokens != null && { maxOutputTokens }),
    ...(stopSequences != null && stopSequences.length > 0 && { stopSequences }),
    ...(request.seed != null && { seed: request.seed }),
    ...(request.presence_penalty != null && { presencePenalty: request.presence_penalty }),
    ...(request.frequency_penalty != null && { frequencyPenalty: request.frequency_penalty }),
    ...(endUser != null && { endUser }),
  }
}

function firstProblem(error: z.ZodError): ApiError {
  const issue = closest(error.issues)
  const path = jsonPath('', issue?.path ?? [])
  return invalidRequest(`\`${path}\`: ${issue?.message ?? 'is not valid'}`, path === '' ? null : path)
}

/** Where a value has several forms: what is wrong in the form that it comes closest to. */
function closest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const [issue] = issues
  if (issue?.code !== 'invalid_union') return issue
  const [inner] = issue.errors
    .flatMap((list) => list.slice(0, 1))
    .sort((left, right) => right.path.length - left.path.length)
  return inner && inner.path.length > 0 ? { ...inner, path: [...issue.path, ...inner.path] } : issue
}

function tooLarge(): ApiError {
  return new ApiError({
    status: 413,
    type: 'invalid_request_error',
    message: `The body is larger than ${MAX_BODY_BYTES} bytes, which is what this model takes.`,
    code: 'payload_too_large',
  })
}
