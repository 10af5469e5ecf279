import { ApiProblem } from '@secretary/api-client/create-client'
import type { ErrorCode } from '@secretary/contracts/error-codes'

export interface ErrorDescription {
  /** Key below `errors` in the catalogue. */
  readonly code: ErrorCode | 'unreachable' | 'unknown'
  /** For whoever looks after the server; empty when the request never reached it. */
  readonly requestId: string
  /** What the server added in its own words, or the text of an exception: for "details" only. */
  readonly detail: string
}

/** What is known about anything that was thrown. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ApiProblem) {
    const { code, requestId, detail } = error.problem
    return { code, requestId, detail: detail ?? '' }
  }
  // `fetch` throws a TypeError when there is no server; other TypeErrors are mistakes of ours.
  const isFetch = error instanceof TypeError && /fetch|network|load failed/i.test(error.message)
  return {
    code: isFetch ? 'unreachable' : 'unknown',
    requestId: '',
    detail: error instanceof Error ? error.message : '',
  }
}
