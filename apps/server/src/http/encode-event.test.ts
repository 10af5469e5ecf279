import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeEvent } from './send-events.ts'

/** As a browser reads one event. */
function decode(block: string): { id: string | null; data: string } {
  const lines = block.slice(0, -2).split('\n')
  const value = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2))
  return { id: value('id')[0] ?? null, data: value('data').join('\n') }
}

it('is one event that says what it was made of, whatever that is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.option(fc.stringMatching(/^[\w-]+:\d+$/)), (data, id) => {
      const block = encodeEvent(id === null ? { data } : { id, data })
      expect(block.endsWith('\n\n')).toBe(true)
      expect(block.slice(0, -2)).not.toContain('\n\n')
      const decoded = decode(block)
      expect(decoded.id).toBe(id)
      if (typeof data !== 'string') expect(JSON.parse(decoded.data)).toEqual(JSON.parse(JSON.stringify(data)))
    }),
  )
})

it('keeps every line of a text in its event', () => {
  expect(decode(encodeEvent({ data: 'раз\nid: 7\n\nдва' })).data).toBe('раз\nid: 7\n\nдва')
})
