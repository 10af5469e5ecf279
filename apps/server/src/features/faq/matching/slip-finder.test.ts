import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSlipFinder } from './slip-finder.ts'

const find = createSlipFinder(['доставк', 'доставл', 'возврат', 'карт'])

test.each([
  ['достакв', ['доставк']],
  ['дотавк', ['доставк']],
  ['доставвк', ['доставк']],
  ['доставм', ['доставк', 'доставл']],
  ['вовзрат', ['возврат']],
  ['кар', []],
  ['посылк', []],
  ['возв7ат', []],
])('%s may have been %j', (mistyped, words) => {
  expect(find(mistyped)).toEqual(words)
})

test('finds a word with any one letter missing but the first', () => {
  const word = fc.stringMatching(/^[а-я]{5,12}$/)
  fc.assert(
    fc.property(word, fc.nat(), (known, at) => {
      const missing = 1 + (at % (known.length - 1))
      expect(createSlipFinder([known])(known.slice(0, missing) + known.slice(missing + 1))).toEqual([known])
    }),
  )
})

test('what is spelled like a word of a long list is a word that the list lacks', () => {
  // Every three letters of "палец" stand in two of these words; no word has "ъц".
  const spelled = [
    'палата',
    'палатка',
    'залез',
    'залечь',
    'телец',
    'конец',
    'венец',
    'танец',
    'палка',
    'балет',
    'валет',
    'палец',
  ]
  const many = Array.from({ length: 1_000 }, (_, index) => String.fromCharCode(0x4e00 + index).repeat(3))
  const list = [...spelled.filter((word) => word !== 'палец'), 'пале', 'алец', 'галец', ...many]
  const findInMany = createSlipFinder(list)
  expect(findInMany('палец')).toEqual([])
  expect(findInMany('палъка')).toEqual(['палка'])
})
