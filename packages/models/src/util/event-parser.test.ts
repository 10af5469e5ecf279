import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventParser } from './event-parser.ts'

const parse = (...pieces: (string | Uint8Array)[]) => {
  const parser = new EventParser({ maxCharacters: 1_000 })
  const events = pieces.flatMap((piece) => parser.push(typeof piece === 'string' ? Buffer.from(piece) : piece))
  return [...events, ...parser.end()]
}

/** Cuts bytes at these places, which may lie anywhere and stand twice. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return sorted.slice(1).map((place, index) => bytes.subarray(sorted[index], place))
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r')
/** Without the characters that end a line. */
const words = fc
  .string({ unit: fc.oneof(fc.constantFrom('п', '🙂', '\u0000', ':', ' ', 'data'), fc.string()) })
  .map((text) => text.replaceAll(/[\r\n]/g, ''))
const written = fc.record({
  data: fc.array(words, { minLength: 1, maxLength: 3 }),
  comment: fc.boolean(),
  end: lineEnd,
})

describe('server-sent events', () => {
  it('are the same however their bytes are cut, whatever ends their lines', () => {
    fc.assert(
      fc.property(fc.array(written), fc.array(fc.nat(), { maxLength: 30 }), (events, places) => {
        const text = events
          .map(({ data, comment, end }) => {
            const lines = data.map((line) => `data: ${line}${end}`).join('')
            return `${comment ? `: here${end}event: x${end}` : ''}${lines}${end}`
          })
          .join('')
        const expected = events.map(({ data }) => data.join('\n'))
        expect(parse(...cutAt(Buffer.from(text), places))).toEqual(expected)
      }),
    )
  })

  it('are the same cut and whole, also where the bytes are rubbish', () => {
    const rubbish = fc.array(
      fc.oneof(
        fc.uint8Array(),
        fc.constantFrom('data:', 'data', '\r', '\n', '\r\n', ': x', 'ж').map((text) => Buffer.from(text)),
      ),
    )
    fc.assert(
      fc.property(rubbish, fc.array(fc.nat(), { maxLength: 30 }), (pieces, places) => {
        const bytes = Buffer.concat(pieces)
        expect(parse(...cutAt(bytes, places))).toEqual(parse(bytes))
      }),
    )
  })

  it.each([
    ['\uFEFFdata: a\n\n', ['a']],
    ['data:a\n\n', ['a']],
    ['data:  a \n\n', [' a ']],
    ['data\n\n', ['']],
    ['data: a\ndata: b\n\n', ['a\nb']],
    ['database: a\n\n', []],
    [': a\n\nevent: x\nid: 1\nretry: 2\n\n', []],
    ['data: a', ['a']],
    ['data: a\r', ['a']],
    ['<html>\n\n', []],
  ])('%j tell %j', (text, expected) => {
    expect(parse(text)).toEqual(expected)
  })

  it.each([
    ['a line', 'x'.repeat(400)],
    ['an event of many lines', 'data: x\n'.repeat(100)],
  ])('do not fill the memory with %s that never ends', (_, piece) => {
    const parser = new EventParser({ maxCharacters: 1_000 })
    expect(() => {
      for (let count = 0; count < 20; count++) parser.push(Buffer.from(piece))
    }).toThrow(RangeError)
  })
})
