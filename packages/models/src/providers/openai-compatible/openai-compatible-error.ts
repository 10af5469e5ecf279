import { ProviderError } from '../../spec/provider-error.ts'

/** Whatever was thrown on the way to a model as one ProviderError. The message never holds the key or the prompt. */
export function toProviderError(error: unknown, provider: string): ProviderError {
  if (ProviderError.isInstance(error)) return error
  const statusCode = numberIn(error, 'statusCode')
  const headers = valueIn(error, 'responseHeaders')
  const retryAfterMs = retryAfterOf(valueIn(headers, 'retry-after'))
  const requestId = valueIn(headers, 'x-request-id')
  return new ProviderError({
    provider,
    message: messageFor(statusCode),
    cause: error,
    ...(statusCode !== undefined && statusCode >= 400 && { statusCode }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

function messageFor(statusCode: number | undefined): string {
  if (statusCode === 401 || statusCode === 403) return 'The key was refused'
  if (statusCode === 404) return 'The address or the model is not known there'
  if (statusCode === 429) return 'Too many requests for this key'
  if (statusCode !== undefined && statusCode >= 500) return `The model's server failed (${statusCode})`
  if (statusCode !== undefined && statusCode >= 400) return `The request was refused (${statusCode})`
  return 'The connection failed or the answer was not readable'
}

/** Seconds, or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterOf(value: unknown, nowMs: number = Date.now()): number | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}

function valueIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined // Any object may be asked for a property.
}

function numberIn(value: unknown, name: string): number | undefined {
  const found = valueIn(value, name)
  return typeof found === 'number' ? found : undefined
}
