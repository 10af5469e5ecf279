import fc from 'fast-check'
import { expect, it } from 'vitest'
import { percentile } from './percentile.ts'

it('is a value of the list that the share does not exceed', () => {
  expect(percentile([], 0.5)).toBeNull()
  expect(percentile([7], 0.95)).toBe(7)
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2)
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const sorted = Float64Array.from(values).sort()
        const value = percentile(sorted, share) ?? Number.NaN
        expect(values).toContain(value)
        expect(sorted.filter((other) => other <= value).length).toBeGreaterThanOrEqual(Math.ceil(share * values.length))
      },
    ),
  )
})
