import fc from 'fast-check'
import { expect, it } from 'vitest'
import { normalizeOrigin } from './normalize-origin.ts'

it.each([
  ['site.example', 'https://site.example'],
  ['  https://Site.Example/booking?x=1 ', 'https://site.example'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['https://site.example:443', 'https://site.example'],
  ['сайт.рф', 'https://xn--80aswg.xn--p1ai'],
  ['*.site.example', null],
  ['ftp://site.example', null],
  ['javascript://alert', null],
  ['два слова', null],
  ['', null],
])('%j becomes %j', (text, origin) => {
  expect(normalizeOrigin(text)).toBe(origin)
})

it('is an origin or nothing, and stays the same when it is normalised again', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.domain()), (text) => {
      const origin = normalizeOrigin(text)
      if (origin === null) return
      expect(new URL(origin).origin).toBe(origin)
      expect(normalizeOrigin(origin)).toBe(origin)
    }),
  )
})
