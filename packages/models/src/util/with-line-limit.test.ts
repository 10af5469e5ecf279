import { expect, it } from 'vitest'
import { withLineLimit } from './with-line-limit.ts'

const bodyOf = (...chunks: string[]) => {
  const fake = async () => new Response(new Blob(chunks).stream(), { status: 201, headers: { 'x-kind': 'fake' } })
  return withLineLimit(fake, { maxBytes: 10, onTooLong: () => new Error('too long') })('http://model.example')
}

it('passes an answer of many short lines on as it is', async () => {
  const response = await bodyOf('0123456789\n'.repeat(100))
  expect([response.status, response.headers.get('x-kind')]).toEqual([201, 'fake'])
  expect(await response.text()).toBe('0123456789\n'.repeat(100))
})

it('ends one whose line does not end', async () => {
  const response = await bodyOf('ok\n', '01234567890')
  await expect(response.text()).rejects.toThrow('too long')
})
