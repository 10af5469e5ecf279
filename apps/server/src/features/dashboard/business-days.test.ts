import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localDate } from '#server/features/business/calendar/local-date.ts'
import { businessDays } from './business-days.ts'

describe('the days of a business', () => {
  it('begin at its own midnight', () => {
    expect(businessDays(new Date('2026-03-02T22:30:00Z'), 'Europe/Moscow', 2)).toEqual([
      { date: '2026-03-02', from: '2026-03-01T21:00:00.000Z', to: '2026-03-02T21:00:00.000Z' },
      { date: '2026-03-03', from: '2026-03-02T21:00:00.000Z', to: '2026-03-03T21:00:00.000Z' },
    ])
  })

  it.each([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', 23],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', 25],
    ['Asia/Beirut', '2026-03-29T12:00:00Z', 23],
  ])('in %s have the hours that the clocks give them', (timeZone, at, hours) => {
    const [day] = businessDays(new Date(at), timeZone, 1)
    expect((Date.parse(day?.to ?? '') - Date.parse(day?.from ?? '')) / 3_600_000).toBe(hours)
  })

  it('follow one another without a gap, wherever the business is', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    fc.assert(
      fc.property(zones, fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), (timeZone, at) => {
        const days = businessDays(new Date(at), timeZone, 3)
        expect(days[1]?.from).toBe(days[0]?.to)
        expect(days[2]?.from).toBe(days[1]?.to)
        expect(days[2]?.date).toBe(localDate(new Date(at), timeZone))
        for (const { date, from } of days) {
          expect(localDate(new Date(from), timeZone)).toBe(date)
          expect(localDate(new Date(Date.parse(from) - 1), timeZone) < date).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})
