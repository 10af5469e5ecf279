import type { ErrorCode } from '@secretary/contracts/error-codes'

export interface AppErrorDetails {
  /** A sentence for a developer reading the answer; never holds a secret. */
  detail?: string
  retryAfterSeconds?: number
  issues?: readonly { path: string; code: string; message: string }[]
  cause?: unknown
}

/** Our own rule said no. Services throw codes; the edge turns them into statuses and words. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: AppErrorDetails

  constructor(code: ErrorCode, details: AppErrorDetails = {}) {
    super(details.detail ?? code, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}
