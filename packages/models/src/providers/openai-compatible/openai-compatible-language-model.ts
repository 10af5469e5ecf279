import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { withoutThoughts } from '../../adapters/without-thoughts.ts'
import type {
  FinishReason,
  LanguageModel,
  LanguageModelPart,
  LanguageModelRequest,
  ModelInfo,
  TokenUsage,
} from '../../spec/language-model.ts'
import { ProviderError } from '../../spec/provider-error.ts'
import { estimateTokens } from '../../util/count-tokens.ts'
import { withIdleTimeout } from '../../util/with-idle-timeout.ts'
import { withLineLimit } from '../../util/with-line-limit.ts'
import { toProviderError } from './openai-compatible-error.ts'

export interface OpenAiCompatibleOptions {
  /** The connection's id, as stored with usage. */
  readonly providerId: string
  /** The connection's name, as errors call it. */
  readonly providerName: string
  /** Up to and including `/v1`, without a trailing slash. */
  readonly baseUrl: string
  readonly apiKey: string | null
  readonly modelId: string
  readonly contextWindowTokens: number
  readonly fetch?: typeof fetch
  /** A model that sends nothing for this long has stalled. @default 60000 */
  readonly idleTimeoutMs?: number
}

const DEFAULT_IDLE_TIMEOUT_MS = 60_000
/** An event of a stream is a line; no vendor's is nearly as long. */
const MAX_LINE_BYTES = 4 * 1024 * 1024

/** Any endpoint that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama and many more. */
export function createOpenAiCompatibleModel(options: OpenAiCompatibleOptions): LanguageModel {
  const { providerId, modelId, contextWindowTokens, idleTimeoutMs = DEFAULT_IDLE_TIMEOUT_MS } = options
  const info: ModelInfo = { providerId, modelId, contextWindowTokens }
  const timedOut = () =>
    new ProviderError({
      provider: options.providerName,
      message: `No answer for ${idleTimeoutMs / 1000} s`,
      statusCode: 408,
    })
  // One for all answers: making it builds the schemas its events are checked by.
  let model: Promise<LanguageModelV4> | null = null
  const getModel = () => {
    model ??= createModel(options)
    return model
  }
  return {
    info,
    async *stream(request, { signal }) {
      const controller = new AbortController()
      const abort = () => controller.abort(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      try {
        signal.throwIfAborted()
        const parts = streamParts(await getModel(), request, controller.signal)
        const timed = withIdleTimeout(parts, { timeoutMs: idleTimeoutMs, onTimeout: timedOut })
        yield* withoutThoughts(readParts(timed, options, request))
      } catch (error) {
        if (signal.aborted) throw signal.reason
        throw toProviderError(error, options.providerName)
      } finally {
        signal.removeEventListener('abort', abort)
        // Frees the vendor's socket also when the consumer simply stopped reading.
        controller.abort()
      }
    },
  }
}

async function* streamParts(
  model: LanguageModelV4,
  request: LanguageModelRequest,
  signal: AbortSignal,
): AsyncGenerator<LanguageModelV4StreamPart> {
  const prompt = request.messages.map(({ role, content }) =>
    role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] },
  )
  const { stream } = await model.doStream({
    prompt: prompt as LanguageModelV4CallOptions['prompt'], // Built above, role by role, as the interface wants it.
    abortSignal: signal,
    ...callParameters(request),
  })
  yield* stream
}

function callParameters({ messages: _, stopSequences, endUser, ...numbers }: LanguageModelRequest) {
  return {
    ...numbers,
    ...(stopSequences && { stopSequences: [...stopSequences] }),
    ...(endUser !== undefined && { providerOptions: { openaiCompatible: { user: endUser } } }),
  }
}

/** Loaded with the first question: an installation without a model never pays for it. */
async function createModel({
  providerName,
  baseUrl,
  apiKey,
  modelId,
  fetch = globalThis.fetch,
}: OpenAiCompatibleOptions): Promise<LanguageModelV4> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const provider = createOpenAICompatible({
    name: providerName,
    baseURL: baseUrl,
    includeUsage: true,
    transformRequestBody: (body) => (isReasoningModel(modelId) ? withReasoningNames(body) : body),
    ...(apiKey !== null && { apiKey }),
    fetch: withLineLimit(fetch, {
      maxBytes: MAX_LINE_BYTES,
      onTooLong: () => new ProviderError({ provider: providerName, message: 'The answer was not readable' }),
    }),
  })
  return provider(modelId)
}

/** OpenAI's reasoning models know the limit by another name and refuse to be given a temperature. Source: OpenAI, reasoning guide. */
const isReasoningModel = (modelId: string) => /^(openai\/)?(gpt-5|o\d)/.test(modelId)

function withReasoningNames({
  max_tokens,
  temperature: _temperature,
  top_p: _topP,
  presence_penalty: _presence,
  frequency_penalty: _frequency,
  stop: _stop,
  ...body
}: Record<string, unknown>): Record<string, unknown> {
  return max_tokens === undefined ? body : { ...body, max_completion_tokens: max_tokens }
}

/** Their parts as ours. A stream that ends without saying that it has ended was cut. */
async function* readParts(
  parts: AsyncIterable<LanguageModelV4StreamPart>,
  options: OpenAiCompatibleOptions,
  request: LanguageModelRequest,
): AsyncGenerator<LanguageModelPart> {
  let text = ''
  for await (const part of parts) {
    if (part.type === 'text-delta') {
      text += part.delta
      if (part.delta !== '') yield { type: 'text-delta', text: part.delta }
    } else if (part.type === 'error') throw toProviderError(part.error, options.providerName)
    else if (part.type === 'finish') {
      if (part.finishReason.raw === undefined && part.finishReason.unified !== 'stop') throw cut(options)
      return yield {
        type: 'finish',
        finishReason: finishReasonOf(part.finishReason.unified),
        usage: usageOf(part.usage, request, text),
      }
    }
  }
  throw cut(options)
}

function cut({ providerName }: OpenAiCompatibleOptions): ProviderError {
  return new ProviderError({ provider: providerName, message: 'The answer broke off' })
}

function finishReasonOf(unified: string): FinishReason {
  return unified === 'stop' || unified === 'length' || unified === 'content-filter' ? unified : 'other'
}

function usageOf(
  usage: Extract<LanguageModelV4StreamPart, { type: 'finish' }>['usage'],
  request: LanguageModelRequest,
  text: string,
): TokenUsage {
  const [input, output] = [usage.inputTokens.total, usage.outputTokens.total]
  if (input) return { inputTokens: input, outputTokens: output ?? 0, isEstimated: false }
  const prompt = request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
  return { inputTokens: prompt, outputTokens: estimateTokens(text), isEstimated: true }
}
