import { expect, it } from 'vitest'
import { vendorError } from './vendor-error.ts'

it.each([
  [
    {
      error: {
        message: 'max_tokens is too large',
        type: 'invalid_request_error',
        param: 'max_tokens',
        code: 'too_large',
      },
    },
    400,
    { message: 'max_tokens is too large', param: 'max_tokens', code: 'too_large' },
  ],
  [
    { object: 'error', message: { detail: [{ loc: ['body', 'tools'] }] } },
    422,
    { message: '[{"loc":["body","tools"]}]' },
  ],
  [{ detail: 'No such tool' }, 422, { message: 'No such tool' }],
  ['<html>', 400, { message: 'Vendor refused the request (400).' }],
  [{ error: { message: 'Invalid model: any/model', type: 'invalid_model' } }, 400, { code: 'model_not_found' }],
])('what a vendor says of a request is told in one form: %j', (body, status, expected) => {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const error = vendorError({ status, body: bytes, retryAfter: undefined }, { provider: 'Vendor', model: 'any/model' })
  expect(error).toMatchObject(expected)
})

it('waits a minute where a busy vendor does not say how long', () => {
  const error = vendorError(
    { status: 429, body: Buffer.alloc(0), retryAfter: undefined },
    { provider: 'V', model: 'm' },
  )
  expect(error).toMatchObject({ status: 429, retryAfterSeconds: 60 })
})
