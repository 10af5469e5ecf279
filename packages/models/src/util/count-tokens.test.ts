import fc from 'fast-check'
import { expect, it } from 'vitest'
import { estimateTokens } from './count-tokens.ts'

it.each([
  ['', 0],
  ['a', 1],
  ['abcd', 1],
  ['abcde', 2],
  ['привет', 3],
  ['привет, world', 5],
  ['漢字', 2],
  ['🙂', 2],
])('%j is about %i tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens)
})

it('never says less for more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      expect(estimateTokens(left + right)).toBeGreaterThanOrEqual(estimateTokens(left))
      expect(estimateTokens(left + right)).toBeLessThanOrEqual(estimateTokens(left) + estimateTokens(right))
    }),
  )
})
