import { ProviderError } from '../../spec/provider-error.ts'
import { toProviderError } from './openai-compatible-error.ts'

const MAX_MODELS = 1_000
const MAX_ANSWER_BYTES = 5 * 1024 * 1024

/** Ids that `GET /models` tells; an empty list where the vendor has no such address. @throws ProviderError */
export async function listModels(
  options: { providerName: string; baseUrl: string; apiKey: string | null; fetch: typeof fetch },
  { signal }: { signal: AbortSignal },
): Promise<string[]> {
  const { providerName, baseUrl, apiKey } = options
  try {
    const response = await options.fetch(`${baseUrl.replace(/\/+$/, '')}/models`, {
      headers: apiKey === null ? {} : { authorization: `Bearer ${apiKey}` },
      signal,
    })
    if (response.status === 404 || response.status === 405) return []
    if (!response.ok)
      throw toProviderError(
        { statusCode: response.status, responseHeaders: Object.fromEntries(response.headers) },
        providerName,
      )
    const text = await response.text()
    if (text.length > MAX_ANSWER_BYTES)
      throw new ProviderError({ provider: providerName, message: 'The list of models is too long', isRetryable: false })
    return idsIn(JSON.parse(text))
  } catch (error) {
    throw toProviderError(error, providerName)
  }
}

function idsIn(body: unknown): string[] {
  const list = typeof body === 'object' && body !== null && 'data' in body ? body.data : body
  if (!Array.isArray(list)) return []
  return list
    .flatMap((item: unknown) =>
      typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? [item.id] : [],
    )
    .slice(0, MAX_MODELS)
    .sort()
}
