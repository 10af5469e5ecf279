import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardFormula, removeFormulaGuard } from './formula-guard.ts'

const dangerous = fc.string({
  unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '＝', 'a', ' '),
  maxLength: 6,
})

test('a guarded cell never starts like a formula and comes back exactly', () => {
  fc.assert(
    fc.property(fc.oneof(dangerous, fc.string({ unit: 'grapheme' })), (cell) => {
      const guarded = guardFormula(cell)
      expect(guarded).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u)
      expect(removeFormulaGuard(guarded)).toBe(cell)
    }),
    { numRuns: 2_000 },
  )
})

test('an ordinary apostrophe is left alone', () => {
  expect(guardFormula("'tis")).toBe("'tis")
  expect(removeFormulaGuard("'tis")).toBe("'tis")
  expect(guardFormula('=HYPERLINK("http://x")')).toBe(`'=HYPERLINK("http://x")`)
})
