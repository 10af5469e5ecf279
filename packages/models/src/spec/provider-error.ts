const marker = Symbol.for('secretary.provider-error')

export interface ProviderErrorOptions {
  /** Which vendor or engine failed, as shown to the owner. */
  provider: string
  message: string
  /** HTTP status of the vendor, when there was one. */
  statusCode?: number
  requestId?: string
  retryAfterMs?: number
  /** Overrides what the status says. */
  isRetryable?: boolean
  cause?: unknown
}

/** A vendor, an engine or a modem failed. Our own rules never throw this. */
export class ProviderError extends Error {
  readonly [marker] = true
  readonly provider: string
  readonly statusCode: number | undefined
  readonly requestId: string | undefined
  readonly retryAfterMs: number | undefined
  readonly isRetryable: boolean

  constructor(options: ProviderErrorOptions) {
    super(options.message, { cause: options.cause })
    this.name = 'ProviderError'
    this.provider = options.provider
    this.statusCode = options.statusCode
    this.requestId = options.requestId
    this.retryAfterMs = options.retryAfterMs
    this.isRetryable = options.isRetryable ?? isRetryableStatus(options.statusCode)
  }

  /** Holds across duplicated packages and realms, unlike `instanceof`. */
  static isInstance(error: unknown): error is ProviderError {
    return typeof error === 'object' && error !== null && marker in error
  }
}

/** A client error stays wrong on a second try, except time-outs and "too many requests". No status means the network failed. */
function isRetryableStatus(statusCode: number | undefined): boolean {
  if (statusCode === undefined) return true
  return statusCode >= 500 || statusCode === 408 || statusCode === 409 || statusCode === 429
}
