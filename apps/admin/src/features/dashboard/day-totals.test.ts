import fc from 'fast-check'
import { expect, it } from 'vitest'
import { niceCeiling, totalOf } from './day-totals.ts'

it('counts every answer once', () => {
  expect(totalOf({ answers: { faq: 3, model: 2, none: 1 } })).toBe(6)
})

it('ends the axis at a round number that no day exceeds, and not far above the highest', () => {
  expect([0, 4, 6, 11, 21, 51, 100, 101].map(niceCeiling)).toEqual([5, 5, 10, 20, 50, 100, 100, 200])
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 1_000_000 }), (highest) => {
      const ceiling = niceCeiling(highest)
      expect(ceiling).toBeGreaterThanOrEqual(highest)
      expect(ceiling).toBeLessThanOrEqual(highest * 2.5)
    }),
  )
})
