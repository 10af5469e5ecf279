import type { LanguageModelRequest } from '../../spec/language-model.ts'
import { completionBody } from './completion-body.ts'
import { toProviderError } from './openai-compatible-error.ts'

export interface CompletionRequestOptions {
  readonly providerName: string
  /** Up to and including `/v1`. */
  readonly baseUrl: string
  readonly apiKey: string | null
  readonly modelId: string
  readonly fetch?: typeof fetch
}

/** Sends a request and resolves with the bytes of a good answer. @throws ProviderError for any other */
export type SendCompletion = (
  request: LanguageModelRequest,
  options: { signal: AbortSignal },
) => Promise<ReadableStream<Uint8Array>>

/** How completions are asked for at one address. */
export function createCompletionRequest(options: CompletionRequestOptions): SendCompletion {
  const { providerName, apiKey, modelId, fetch = globalThis.fetch } = options
  const url = `${options.baseUrl.replace(/\/+$/, '')}/chat/completions`
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    // The guarded way to a vendor does not unpack.
    'accept-encoding': 'identity',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  }
  /** What the vendor did when he was asked for usage, as far as that is known. Mistral refuses such a request. */
  let tellsUsage: boolean | null = null

  const ask = (request: LanguageModelRequest, asksForUsage: boolean, signal: AbortSignal) =>
    fetch(url, { method: 'POST', headers, body: completionBody(modelId, request, { asksForUsage }), signal })

  return async (request, { signal }) => {
    const response = await ask(request, tellsUsage !== false, signal)
    if (response.ok && response.body) {
      tellsUsage ??= true
      return response.body
    }
    // Whatever else he has to say is not wanted; the connection is.
    response.body?.cancel().catch(() => {})
    if (tellsUsage === null && (response.status === 400 || response.status === 422)) {
      const again = await ask(request, false, signal)
      if (again.ok && again.body) {
        tellsUsage = false
        return again.body
      }
      again.body?.cancel().catch(() => {})
    }
    throw toProviderError(
      { statusCode: response.status, responseHeaders: Object.fromEntries(response.headers) },
      providerName,
    )
  }
}
