import type { ErrorCode } from '@secretary/contracts/error-codes'
import type { OpenAiError } from '@secretary/contracts/openai-error'
import type { Problem } from '@secretary/contracts/problem'

/** Where OpenAI's clients know another word than ours. */
const knownCodes: Partial<Record<ErrorCode, string>> = {
  not_authenticated: 'invalid_api_key',
  forbidden: 'insufficient_permissions',
  rate_limited: 'rate_limit_exceeded',
  validation_failed: 'invalid_value',
}

const knownMessages: Partial<Record<ErrorCode, string>> = {
  not_authenticated: 'The API key is missing, wrong, expired or revoked',
  forbidden: 'This API key may not be used here: it lacks the scope',
}

/** The same problem in OpenAI's shape. Works for an answer and, after the first byte, for an error event of a stream. */
export function openAiErrorOf(problem: Problem): OpenAiError {
  const [issue] = problem.errors ?? []
  const fallback = problem.detail ?? knownMessages[problem.code] ?? problem.title
  return {
    error: {
      message: issue ? `${issue.path === '' ? '' : `${issue.path}: `}${issue.message}` : fallback,
      type: typeOf(problem.status),
      param: issue && issue.path !== '' ? issue.path : null,
      code: knownCodes[problem.code] ?? problem.code,
    },
  }
}

/** An address that does not exist, told apart from a model or conversation that does not. */
export function unknownUrlError(method: string, url: string): OpenAiError {
  const path = url.split('?', 1)[0] ?? ''
  return {
    error: {
      message: `Invalid URL (${method} ${path})`,
      type: 'invalid_request_error',
      param: null,
      code: 'unknown_url',
    },
  }
}

/** As OpenAI groups them: a wrong key too is a request that is not valid, and says so by its code. */
function typeOf(status: number): string {
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
