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
import { createStallGuard, type StallGuard } from '../../util/stall-guard.ts'
import { CompletionReader } from './completion-reader.ts'
import { createCompletionRequest, type SendCompletion } from './completion-request.ts'
import { toProviderError } from './openai-compatible-error.ts'
import type { CompletionPiece } from './read-completion-object.ts'

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
/** A vendor that says "still working" again and again is not believed for longer. */
const TOTAL_TIMEOUT_MS = 600_000
/** Whoever has said that the answer is finished may take this long to say what it cost. */
const USAGE_WITHIN_MS = 1_000

/** And this long to end the body, so that its connection can be used again. */
const CLOSE_WITHIN_MS = 1_000

/** Any endpoint that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama and many more. */
export function createOpenAiCompatibleModel(options: OpenAiCompatibleOptions): LanguageModel {
  const { providerId, providerName, modelId, contextWindowTokens, idleTimeoutMs = DEFAULT_IDLE_TIMEOUT_MS } = options
  const info: ModelInfo = { providerId, modelId, contextWindowTokens }
  const send = createCompletionRequest(options)
  const onTimeout = () =>
    new ProviderError({
      provider: providerName,
      message: `No answer for ${idleTimeoutMs / 1000} s`,
      statusCode: 408,
    })
  return {
    info,
    async *stream(request, { signal }) {
      signal.throwIfAborted()
      const guard = createStallGuard({ signal, idleTimeoutMs, totalTimeoutMs: TOTAL_TIMEOUT_MS, onTimeout })
      try {
        yield* withoutThoughts(readParts({ send, request, guard, providerName }))
      } catch (error) {
        if (signal.aborted) throw signal.reason
        throw toProviderError(error, providerName)
      } finally {
        guard.release()
      }
    },
  }
}

interface Call {
  readonly send: SendCompletion
  readonly request: LanguageModelRequest
  readonly guard: StallGuard
  readonly providerName: string
}

/** The answer as parts. One that ends without saying that it has ended was cut. */
async function* readParts(call: Call): AsyncGenerator<LanguageModelPart> {
  let [text, finishReason, usage]: [string, FinishReason | null, CompletionPiece['usage']] = ['', null, null]
  try {
    for await (const piece of readPieces(call)) {
      if (piece.text !== '') {
        text += piece.text
        yield { type: 'text-delta', text: piece.text }
      }
      usage = piece.usage ?? usage
      finishReason ??= piece.finishReason
      if (piece.finishReason !== null) call.guard.setIdleTimeout(USAGE_WITHIN_MS)
    }
  } catch (error) {
    // What is missing then is only what it cost.
    if (finishReason === null) throw error
  }
  if (finishReason === null) throw new ProviderError({ provider: call.providerName, message: 'The answer broke off' })
  yield {
    type: 'finish',
    finishReason,
    usage: usage ? { ...usage, isEstimated: false } : estimated(call.request, text),
  }
}

async function* readPieces({ send, request, guard }: Call): AsyncGenerator<CompletionPiece> {
  const body = await guard.wait(send(request, { signal: guard.signal }))
  const bytes = body.getReader()
  const reader = new CompletionReader()
  try {
    while (!reader.isDone) {
      const { done, value } = await guard.wait(bytes.read())
      yield* done ? reader.end() : reader.push(value)
      if (done) return
    }
    yield finished
  } finally {
    // Frees the vendor's socket also when the consumer simply stopped reading. Not awaited: a vendor that hangs would hang this too.
    if (reader.isDone) void takeLeave(bytes)
    else bytes.cancel().catch(() => {})
  }
}

/** The end of a body that has said all: read to it, the connection can be used again. */
async function takeLeave(bytes: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const cancel = () => void bytes.cancel().catch(() => {})
  const timer = setTimeout(cancel, CLOSE_WITHIN_MS)
  try {
    const { done } = await bytes.read()
    if (!done) cancel()
  } catch {
    // It was cut; nothing is missing.
  } finally {
    clearTimeout(timer)
  }
}

/** Some say `[DONE]` and no reason. */
const finished: CompletionPiece = { text: '', finishReason: 'stop', usage: null }

function estimated(request: LanguageModelRequest, text: string): TokenUsage {
  const prompt = request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
  return { inputTokens: prompt, outputTokens: estimateTokens(text), isEstimated: true }
}
