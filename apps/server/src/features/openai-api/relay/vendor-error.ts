import { retryAfterOf } from '@secretary/models/providers/openai-compatible/openai-compatible-error'
import { ApiError } from '#server/platform/api-error.ts'

export interface VendorAnswer {
  readonly status: number
  readonly body: Buffer
  readonly retryAfter: string | undefined
}

const MESSAGE_CHARACTERS = 1_000
const unknownModelCodes = new Set(['model_not_found', 'invalid_model', 'unknown_model'])
const unknownModelText = /is not a valid model|model .{0,200}(?:does not exist|not found)/i

/**
 * What a vendor refused, as our client is told. A vendor's "unauthorised" or "pay first" is about our account there, never about the
 * client's key; what is wrong with the request itself is passed on.
 */
export function vendorError({ status, body, retryAfter }: VendorAnswer, { provider, model }: VendorContext): ApiError {
  const told = readError(body)
  if (status === 404 || (isRefusal(status) && isUnknownModel(told)))
    return new ApiError({
      status: 404,
      type: 'invalid_request_error',
      message: `The model \`${model}\` is not known to ${provider}.`,
      param: 'model',
      code: 'model_not_found',
    })
  if (status === 429)
    return new ApiError({
      status: 429,
      type: 'rate_limit_error',
      message: `${provider} takes no more requests at the moment.`,
      code: 'rate_limit_exceeded',
      retryAfterSeconds: retryAfterSeconds(retryAfter),
    })
  if (status === 401 || status === 402 || status === 403)
    return upstream(502, 'provider_refused', `${provider} refused the account of this server (${status}).`)
  if (status === 408 || status === 504) return timedOut(provider)
  if (isRefusal(status))
    return new ApiError({
      status,
      type: 'invalid_request_error',
      message: told.message ?? `${provider} refused the request (${status}).`,
      param: told.param,
      code: told.code,
    })
  return upstream(502, 'provider_failed', `${provider} failed (${status}).`)
}

export interface VendorContext {
  /** The owner's name for the connection. */
  readonly provider: string
  /** As the vendor knows it. */
  readonly model: string
}

export function timedOut(provider: string): ApiError {
  return upstream(504, 'provider_timeout', `${provider} did not answer in time.`)
}

export function unreachable(provider: string, cause: unknown): ApiError {
  return upstream(502, 'provider_unreachable', `${provider} can not be reached.`, cause)
}

export function brokeOff(provider: string, cause?: unknown): ApiError {
  return upstream(502, 'provider_broke_off', `The answer of ${provider} broke off.`, cause)
}

export function unreadable(provider: string, cause?: unknown): ApiError {
  return upstream(502, 'provider_unreadable', `${provider} sent something that is no answer.`, cause)
}

/** An error that comes with a good status, or in a stream that had begun well. */
export function reportedFailure(event: Buffer, provider: string): ApiError {
  const { message } = readError(event)
  return upstream(502, 'provider_failed', `${provider} failed: ${message ?? 'it did not say why'}`)
}

function upstream(status: number, code: string, message: string, cause?: unknown): ApiError {
  return new ApiError({ status, type: 'server_error', code, message, cause })
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500
}

interface ToldError {
  readonly message: string | null
  readonly param: string | null
  readonly code: string | null
  readonly type: string | null
}

/** The error object in one of the forms that vendors give it. */
function readError(body: Buffer): ToldError {
  const parsed = parse(body)
  const error = objectIn(parsed, 'error') ?? (typeof parsed === 'object' ? parsed : null)
  const text = textIn(error, 'message') ?? textIn(parsed, 'error') ?? textIn(parsed, 'detail') ?? detailOf(parsed)
  return {
    message: text === null ? null : text.slice(0, MESSAGE_CHARACTERS),
    param: textIn(error, 'param'),
    code: textIn(error, 'code'),
    type: textIn(error, 'type'),
  }
}

/** FastAPI's list of what is wrong; Mistral wraps it into the message. */
function detailOf(parsed: unknown): string | null {
  const detail = valueIn(parsed, 'detail') ?? valueIn(objectIn(parsed, 'message'), 'detail')
  return detail === undefined ? null : JSON.stringify(detail)
}

function isUnknownModel({ code, type, message }: ToldError): boolean {
  return unknownModelCodes.has(code ?? '') || unknownModelCodes.has(type ?? '') || unknownModelText.test(message ?? '')
}

/** Whole seconds, as our own clients are told to wait; a minute where the vendor says nothing. */
function retryAfterSeconds(header: string | undefined): number {
  const waitMs = retryAfterOf(header)
  return waitMs === undefined ? 60 : Math.max(1, Math.ceil(waitMs / 1_000))
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // A page of HTML, or nothing: the status has to do.
    return null
  }
}

function valueIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined // Any object may be asked for a property.
}

function objectIn(value: unknown, name: string): unknown {
  const found = valueIn(value, name)
  return typeof found === 'object' && found !== null ? found : null
}

function textIn(value: unknown, name: string): string | null {
  const found = valueIn(value, name)
  return typeof found === 'string' && found !== '' ? found : null
}
