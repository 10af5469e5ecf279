import { ApiProblem } from '@secretary/api-client/create-client'
import { expect, it } from 'vitest'
import { describeError } from './describe-error.ts'

it('keeps what the server said', () => {
  const problem = new ApiProblem({
    type: 'urn:x',
    title: 'Not found',
    status: 404,
    code: 'not_found',
    requestId: 'r1',
    detail: 'No entry 7',
  })
  expect(describeError(problem)).toEqual({ code: 'not_found', requestId: 'r1', detail: 'No entry 7' })
})

it.each(['Failed to fetch', 'NetworkError when attempting to fetch resource.', 'Load failed', 'fetch failed'])(
  'takes "%s" for a server out of reach',
  (message) => {
    expect(describeError(new TypeError(message)).code).toBe('unreachable')
  },
)

it('does not take a mistake of ours for the network', () => {
  expect(describeError(new TypeError("Cannot read properties of null (reading 'x')")).code).toBe('unknown')
  expect(describeError('text')).toEqual({ code: 'unknown', requestId: '', detail: '' })
})
