import type { ErrorCode } from '@secretary/contracts/error-codes'
import type { OpenAiError } from '@secretary/contracts/openai-error'
import type { Problem } from '@secretary/contracts/problem'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '#server/platform/api-error.ts'
import { AppError } from '#server/platform/app-error.ts'
import { isKeyPath } from './key-paths.ts'
import { openAiErrorOf } from './openai-errors.ts'

/** Status and title of every code. The panel has its own words for each. */
export const problemTable: Record<ErrorCode, readonly [status: number, title: string]> = {
  validation_failed: [400, 'The input is not valid'],
  invalid_json: [400, 'The body is not valid JSON'],
  unsupported_media_type: [415, 'This content type is not accepted here'],
  payload_too_large: [413, 'The body is too large'],
  not_authenticated: [401, 'Log in first'],
  session_ended: [401, 'The session has ended'],
  forbidden: [403, 'Your role does not allow this'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'This method is not allowed here'],
  rate_limited: [429, 'Too many requests'],
  login_failed: [401, 'Wrong name or password'],
  login_delayed: [429, 'Too many attempts'],
  password_wrong: [400, 'The current password is wrong'],
  password_too_weak: [400, 'The password is too weak'],
  user_name_taken: [409, 'This name is taken'],
  last_admin: [409, 'This is the last admin: there must always be one'],
  invite_invalid: [410, 'The invitation was used, taken back, or has expired'],
  setup_token_invalid: [403, 'The set-up link is not valid'],
  setup_already_done: [409, 'This installation has its first account already'],
  origin_refused: [403, 'Requests from this origin are refused'],
  ticket_invalid: [403, 'The ticket is used or expired'],
  faq_question_taken: [409, 'This question exists already'],
  faq_pattern_invalid: [400, 'A pattern is not valid'],
  faq_pattern_limit: [409, 'There are too many patterns'],
  import_unreadable: [400, 'The file can not be read as a table'],
  import_too_large: [413, 'The table is too large'],
  import_expired: [410, 'The upload has expired'],
  import_already_undone: [409, 'This import was taken back already'],
  service_name_taken: [409, 'A service of this name exists already'],
  time_zone_unknown: [400, 'This time zone is not known'],
  provider_name_taken: [409, 'A connection of this name exists already'],
  provider_unreachable: [502, 'The model can not be reached'],
  provider_address_refused: [400, 'This address is not allowed'],
  provider_refused: [502, 'The model refused the request'],
  model_not_found: [404, 'There is no such model'],
  voice_unavailable: [503, 'The voice does not answer'],
  conversation_busy: [409, 'An answer is being written'],
  message_not_editable: [409, 'This message can not be changed'],
  turn_interrupted: [503, 'The answer broke off'],
  model_failed: [502, 'The model failed'],
  version_conflict: [409, 'Somebody changed this in the meantime'],
  backup_running: [409, 'A backup is being made already'],
  backup_unavailable: [503, 'The programs a backup needs are not installed'],
  storage_full: [507, 'The disk is full'],
  service_unavailable: [503, 'Not available right now'],
  internal_error: [500, 'Something went wrong here'],
}

/** Codes of Fastify's own refusals, by what they mean to a caller. */
const frameworkCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid_json',
  FST_ERR_NOT_FOUND: 'not_found',
}

export function problemOf(code: ErrorCode, requestId: string, details: AppError['details'] = {}): Problem {
  const [status, title] = problemTable[code]
  return {
    type: `urn:secretary:problem:${code}`,
    title,
    status,
    code,
    requestId,
    ...(details.detail !== undefined && { detail: details.detail }),
    ...(details.retryAfterSeconds !== undefined && { retryAfterSeconds: details.retryAfterSeconds }),
    ...(details.issues && { errors: [...details.issues] }),
  }
}

/** What was thrown, as the problem a client may read, or null for a bug: that shows its request id and nothing else. */
export function knownProblemOf(
  error: Error,
  { requestId, isStorageFull }: { requestId: string; isStorageFull: boolean },
): Problem | null {
  const known = asAppError(error, isStorageFull)
  return known && problemOf(known.code, requestId, known.details)
}

export interface ToldFailure {
  readonly status: number
  readonly code: string
  /** OpenAI's error object: the body of an answer, or the event that ends a stream. */
  readonly body: OpenAiError
}

/** What a program of `/v1` is told of whatever was thrown. */
export function toldFailure(error: unknown, requestId: string): ToldFailure {
  if (error instanceof ApiError) return { status: error.status, code: error.code ?? error.type, body: error.toBody() }
  const known = error instanceof Error ? knownProblemOf(error, { requestId, isStorageFull: false }) : null
  const problem = known ?? problemOf('internal_error', requestId)
  return { status: problem.status, code: problem.code, body: openAiErrorOf(problem) }
}

/** Turns whatever was thrown into one answer, in the shape the route speaks. The log has what the answer hides. */
export function createProblemHandler(options: { isStorageFull(error: unknown): boolean }) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    if (error instanceof ApiError) {
      sendApiError(reply, error)
      return
    }
    const known = knownProblemOf(error, { requestId: request.id, isStorageFull: options.isStorageFull(error) })
    if (!known && !isLeaving(error, reply)) request.log.error({ err: error, requestId: request.id }, 'request failed')
    const problem = known ?? problemOf('internal_error', request.id)
    // Closing at once would reset the connection of a client that is still sending, and it would never read why.
    if (problem.code === 'payload_too_large') reply.removeHeader('connection')
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
    sendProblem(request, reply, problem)
  }
}

/** Work that ends because nobody waits for it any more is no failure; nobody reads what follows. */
function isLeaving(error: Error, { raw }: FastifyReply): boolean {
  return error.name === 'AbortError' && raw.destroyed
}

/** Thrown where OpenAI's clients are answered, so it has their shape already. */
function sendApiError(reply: FastifyReply, error: ApiError): void {
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds))
  reply.status(error.status).type('application/json; charset=utf-8').send(JSON.stringify(error.toBody()))
}

/** A route says how it writes its refusals; where no route was found, the address does. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const definition = request.routeOptions.config?.definition
  const isOpenAi = definition ? definition.errors === 'openai' : isKeyPath(request.url)
  reply.status(problem.status)
  if (isOpenAi) return reply.type('application/json; charset=utf-8').send(JSON.stringify(openAiErrorOf(problem)))
  return reply.type('application/problem+json').send(JSON.stringify(problem))
}

function asAppError(error: FastifyError | Error, isStorageFull: boolean): AppError | null {
  if (error instanceof AppError) return error
  if (isStorageFull) return new AppError('storage_full')
  if (ProviderError.isInstance(error))
    return new AppError(error.isRetryable ? 'provider_unreachable' : 'provider_refused', { detail: error.message })
  const frameworkCode = 'code' in error ? frameworkCodes[String(error.code)] : undefined
  if (frameworkCode) return new AppError(frameworkCode)
  if (error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400) {
    return new AppError('invalid_json', {
      issues: [{ path: '', code: 'invalid_json', message: 'The text is not JSON, or holds a forbidden key' }],
    })
  }
  // A path out of the folder of the panel: there is nothing there.
  if ('statusCode' in error && (error.statusCode === 403 || error.statusCode === 404)) return new AppError('not_found')
  if ('statusCode' in error && error.statusCode === 413) return new AppError('payload_too_large')
  if ('statusCode' in error && error.statusCode === 400) return new AppError('validation_failed')
  return null
}
