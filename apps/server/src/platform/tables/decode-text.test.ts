import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from './decode-text.ts'

const russian = 'Вопрос;Ответ\r\nСколько стоит доставка?;«500 ₽» — по городу, ёлка\r\n'

function toCp1251(text: string): Uint8Array {
  const codes = new Map(
    Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte]),
  )
  return Uint8Array.from(text, (character) => codes.get(character) ?? 0x3f)
}
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16())

describe('recognises', () => {
  test.each([
    ['utf-8', Buffer.from(russian)],
    ['utf-8', Buffer.from(`\ufeff${russian}`)],
    ['utf-16le', utf16le(russian)],
    ['utf-16le', utf16le(`\ufeff${russian}`)],
    ['utf-16be', utf16be(russian)],
    ['utf-16be', utf16be(`\ufeff${russian}`)],
    ['utf-16le', utf16le('question,answer\nHow much?,5\n')],
  ])('%s', (encoding, bytes) => {
    const decoded = decodeText(bytes)
    expect(decoded.encoding).toBe(encoding)
    expect([russian, 'question,answer\nHow much?,5\n']).toContain(decoded.text)
  })

  test('windows-1251', () => {
    const text = russian.replace('₽', 'р')
    expect(decodeText(toCp1251(text))).toEqual({ text, encoding: 'windows-1251', hasInvalidBytes: false })
  })
})

test('a few broken bytes do not turn UTF-8 into another encoding', () => {
  const bytes = Buffer.concat([Buffer.from(russian), Buffer.from([0xff]), Buffer.from(russian)])
  expect(decodeText(bytes)).toEqual({ text: `${russian}\ufffd${russian}`, encoding: 'utf-8', hasInvalidBytes: true })
})

test('a picture is not text', () => {
  expect(() => decodeText(Uint8Array.from({ length: 400 }, (_, index) => (index * 7) % 29))).toThrow(
    expect.objectContaining({ code: 'unreadable' }),
  )
})

test('any valid UTF-8 without NUL comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'я', '€', '😀', ' ', '\n'), minLength: 1 }), (text) => {
      expect(decodeText(Buffer.from(text)).text).toBe(text)
    }),
  )
})
