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
