import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readMessage } from './read-message.ts'

const known = { said: true, left: true } as const
type Message = { readonly type: 'said'; readonly text: string } | { readonly type: 'left' }

it('reads what it knows and drops what a newer server may say', () => {
  expect(readMessage<Message>('{"type":"said","text":"Hello"}', known)).toEqual({ type: 'said', text: 'Hello' })
  for (const data of ['{"type":"sung"}', '{"type":"toString"}', '{"type":7}', '{}', '[]', 'null', '"said"', ''])
    expect([data, readMessage<Message>(data, known)]).toEqual([data, null])
})

it('never throws, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (data) => {
      const message = readMessage<Message>(data, known)
      expect(message === null || Object.hasOwn(known, message.type)).toBe(true)
    }),
  )
})
