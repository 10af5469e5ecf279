import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Calendar, createNextNight, lastNight, nextNightAt, quietMinutes } from './quiet-night.ts'

type Intervals = Calendar['hours']['weekly'][1]
const every = (intervals: Intervals) => ({
  weekly: { 1: intervals, 2: intervals, 3: intervals, 4: intervals, 5: intervals, 6: intervals, 7: intervals },
  exceptions: [],
})
const day = every([{ opensAt: '09:00', closesAt: '18:00' }])
const zones = ['Europe/Moscow', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham', 'UTC', 'Pacific/Kiritimati']

describe('the quiet hour', () => {
  it('is half past three, or another while people are served then', () => {
    expect(quietMinutes(day, '2026-03-02')).toBe(3.5 * 60)
    expect(quietMinutes(every([{ opensAt: '18:00', closesAt: '04:00' }]), '2026-03-02')).toBe(4.5 * 60)
    expect(quietMinutes(every([{ opensAt: '18:00', closesAt: '06:00' }]), '2026-03-02')).toBe(3.5 * 60)
    expect(quietMinutes(every([{ opensAt: '06:00', closesAt: '01:00' }]), '2026-03-02')).toBe(3.5 * 60)
  })

  it('belongs to the day of the business, not of the server', () => {
    const moscow = { hours: day, timeZone: 'Europe/Moscow' }
    expect(lastNight(moscow, new Date('2026-03-02T00:29:00Z'))).toBe('2026-03-01')
    expect(lastNight(moscow, new Date('2026-03-02T00:30:00Z'))).toBe('2026-03-02')
    expect(nextNightAt(moscow, new Date('2026-03-02T00:30:00Z')).toISOString()).toBe('2026-03-03T00:30:00.000Z')
  })

  it('comes once a date, also where the clock is put forward over it or back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        (timeZone, at) => {
          const calendar = { hours: day, timeZone }
          const next = nextNightAt(calendar, at)
          const aheadHours = (next.getTime() - at.getTime()) / 3_600_000
          expect(aheadHours).toBeGreaterThan(0)
          expect(aheadHours).toBeLessThanOrEqual(25.25)
          expect(lastNight(calendar, next) > lastNight(calendar, at)).toBe(true)
          expect(lastNight(calendar, new Date(next.getTime() - 15 * 60_000))).toBe(lastNight(calendar, at))
        },
      ),
    )
  })

  it('is the same remembered as worked out, whatever moments it is asked for in whatever order', () => {
    const night = every([{ opensAt: '18:00', closesAt: '04:00' }])
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.array(fc.tuple(fc.integer({ min: -30, max: 30 }), fc.boolean()), { maxLength: 6 }),
        (timeZone, start, steps) => {
          let hours = day
          const next = createNextNight(() => ({ hours, timeZone }))
          let at = start
          for (const [hoursOn, isOther] of steps) {
            at = new Date(at.getTime() + hoursOn * 3_600_000)
            hours = isOther ? night : day
            expect(next(at)).toEqual(nextNightAt({ hours, timeZone }, at))
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})
