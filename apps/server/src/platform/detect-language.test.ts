import fc from 'fast-check'
import { expect, it } from 'vitest'
import { detectLanguage } from './detect-language.ts'

it.each([
  ['Сколько стоит?', 'ru'],
  ['How much is it?', 'en'],
  ['У вас есть iPhone?', 'ru'],
  ['My name is Анна', 'en'],
  ['да no', 'ru'],
  ['Ёлка', 'ru'],
  ['Прайс на MacBook Pro 16 inch M3 Max', 'en'],
  ['12345', null],
  ['', null],
  ['🙂 … ?!', null],
  ['\ud800', null],
])('%j is %s', (text, language) => {
  expect(detectLanguage(text)).toBe(language)
})

it('does not care for case, order or what is no letter', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('а', 'b', 'ё', 'Q', ' ', '1', '🙂'), { maxLength: 200 }), (letters) => {
      const text = letters.join('')
      expect(detectLanguage(letters.toReversed().join(''))).toBe(detectLanguage(text))
      expect(detectLanguage(text.toUpperCase())).toBe(detectLanguage(text))
    }),
  )
})
