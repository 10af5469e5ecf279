import type { WorkingHours } from '@secretary/contracts/business.contract'
import { expect, it } from 'vitest'
import { closeDay, isClosedOn, nextFreeDay } from './close-day.ts'

const hours: WorkingHours = {
  weekly: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] },
  exceptions: [{ date: '2026-12-31', intervals: [{ opensAt: '09:00', closesAt: '14:00' }] }],
}

it('closes one day and opens it again without touching the others', () => {
  const closed = closeDay(hours, '2026-11-24', true)
  expect(isClosedOn(closed, '2026-11-24')).toBe(true)
  expect(isClosedOn(closed, '2026-12-31')).toBe(false)
  expect(closeDay(closed, '2026-11-24', false)).toEqual(hours)
})

it('puts closed in the place of a short day', () => {
  expect(closeDay(hours, '2026-12-31', true).exceptions).toEqual([{ date: '2026-12-31', intervals: [] }])
})

it('finds the next day without plans, over the end of a year', () => {
  expect(nextFreeDay(hours, '2026-12-29')).toBe('2026-12-30')
  expect(nextFreeDay(hours, '2026-12-30')).toBe('2027-01-01')
})
