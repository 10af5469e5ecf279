import { expect, it } from 'vitest'
import { dayOf, endOfDay } from './expiry-day.ts'

it.each(['2027-01-31', '2028-02-29', '2026-12-01'])(
  '%s is the day it was chosen as, also when it is read again',
  (day) => {
    expect(dayOf(endOfDay(day).toISOString())).toBe(day)
  },
)

it('has no day where there is no end', () => {
  expect(dayOf(null)).toBe('')
})
