/** How OpenAI groups its errors; clients choose their exception by the status and show the type. */
export type ApiErrorType = 'invalid_request_error' | 'rate_limit_error' | 'server_error'

export interface ApiErrorOptions {
  readonly status: number
  readonly type: ApiErrorType
  readonly message: string
  readonly code?: string | null
  /** The field of the request that is wrong. */
  readonly param?: string | null
  readonly retryAfterSeconds?: number | undefined
  readonly cause?: unknown
}

/** What goes wrong under `/v1`, as its clients are told: OpenAI's error object. The message never holds a secret. */
export class ApiError extends Error {
  readonly status: number
  readonly type: ApiErrorType
  readonly code: string | null
  readonly param: string | null
  readonly retryAfterSeconds: number | undefined

  constructor({ status, type, message, code = null, param = null, retryAfterSeconds, cause }: ApiErrorOptions) {
    super(message, { cause })
    this.name = 'ApiError'
    this.status = status
    this.type = type
    this.code = code
    this.param = param
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** The body of an answer, or the data of the event that ends a broken stream. */
  toBody() {
    const { message, type, param, code } = this
    return { error: { message, type, param, code } }
  }
}

export function invalidRequest(message: string, param: string | null, code: string | null = null): ApiError {
  return new ApiError({ status: 400, type: 'invalid_request_error', message, param, code })
}
