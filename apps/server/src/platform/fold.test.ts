import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fold } from './fold.ts'

it.each([
  ['Ёлка', 'елка'],
  ['  Анна\u00a0 Ивановна\n', 'анна ивановна'],
  ['ﬁle Ⅷ', 'file viii'],
  ['Е\u0308лка', 'елка'],
  ['ПЁТР', 'петр'],
  ['', ''],
])('%j becomes %j', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

it('folds what is folded into itself', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)))
})
