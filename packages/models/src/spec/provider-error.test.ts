import { expect, it } from 'vitest'
import { ProviderError } from './provider-error.ts'

const error = (options: Partial<ConstructorParameters<typeof ProviderError>[0]>) =>
  new ProviderError({ provider: 'test', message: 'failed', ...options })

it.each([
  [undefined, true],
  [400, false],
  [401, false],
  [403, false],
  [404, false],
  [408, true],
  [409, true],
  [422, false],
  [429, true],
  [500, true],
  [503, true],
])('a status of %s is worth another try: %s', (statusCode, isRetryable) => {
  expect(error(statusCode === undefined ? {} : { statusCode }).isRetryable).toBe(isRetryable)
})

it('believes whoever knows better than the status', () => {
  expect(error({ statusCode: 500, isRetryable: false }).isRetryable).toBe(false)
  expect(error({ statusCode: 400, isRetryable: true }).isRetryable).toBe(true)
})

it('is known by what it is, not by its class', () => {
  expect(ProviderError.isInstance(error({}))).toBe(true)
  for (const other of [new Error('failed'), null, undefined, 'failed', { name: 'ProviderError' }])
    expect(ProviderError.isInstance(other)).toBe(false)
})

it('keeps its cause', () => {
  const cause = new Error('reset')
  expect(error({ cause })).toMatchObject({ name: 'ProviderError', cause, provider: 'test' })
})
