import type { WorkingHours } from '@secretary/contracts/business.contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeWorkingHours } from './describe-working-hours.ts'
import { openState } from './open-state.ts'

const day = (opensAt: string, closesAt: string) => [{ opensAt, closesAt }]
const week = day('09:00', '18:00')
const office: WorkingHours = {
  weekly: { 1: week, 2: week, 3: week, 4: week, 5: week, 6: day('10:00', '15:00'), 7: [] },
  exceptions: [],
}
const moscow = 'Europe/Moscow'
const describeAt = (hours: WorkingHours, iso: string, language: 'ru' | 'en' = 'ru') =>
  describeWorkingHours(hours, { timeZone: moscow, language, now: new Date(iso) })

describe('working hours in words', () => {
  it.each([
    ['2026-11-24T09:00:00+03:00', 'Сейчас открыто, до 18:00.'],
    ['2026-11-24T08:59:00+03:00', 'Сейчас закрыто, откроемся сегодня в 9:00.'],
    ['2026-11-24T18:00:00+03:00', 'Сейчас закрыто, откроемся завтра в 9:00.'],
    ['2026-11-28T16:00:00+03:00', 'Сейчас закрыто, откроемся 30 ноября в 9:00.'],
  ])('at %s', (iso, ending) => {
    expect(describeAt(office, iso)).toBe(`Пн–пт 9:00–18:00, сб 10:00–15:00, вс выходной. ${ending}`)
  })

  it('tells a special day in the coming week, and nothing where nothing is filled in', () => {
    const holiday: WorkingHours = {
      ...office,
      exceptions: [
        { date: '2026-11-25', intervals: [], note: 'санитарный день' },
        { date: '2027-01-01', intervals: [] },
      ],
    }
    expect(describeAt(holiday, '2026-11-24T12:00:00+03:00')).toContain('25 ноября: выходной, санитарный день.')
    expect(describeAt(holiday, '2026-11-24T12:00:00+03:00')).not.toContain('января')
    expect(
      describeAt(
        { weekly: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, exceptions: [] },
        '2026-11-24T12:00:00Z',
      ),
    ).toBeNull()
  })

  it('knows a night that runs into the next day, and a lunch break', () => {
    const night: WorkingHours = { ...office, weekly: { ...office.weekly, 2: day('22:00', '02:00') } }
    expect(openState(night, moscow, new Date('2026-11-25T01:30:00+03:00')).isOpen).toBe(true)
    expect(openState(night, moscow, new Date('2026-11-25T02:00:00+03:00')).isOpen).toBe(false)
    const lunch: WorkingHours = {
      ...office,
      weekly: { ...office.weekly, 2: [...day('09:00', '13:00'), ...day('14:00', '18:00')] },
    }
    expect(describeAt(lunch, '2026-11-24T13:30:00+03:00')).toContain('откроемся сегодня в 14:00')
  })

  it('says when it opens truthfully in every zone, also when the clocks change', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Moscow', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        (timeZone, now) => {
          const state = openState(office, timeZone, now)
          expect(state.isOpen).toBe(state.closesAt !== null)
          if (!state.isOpen) expect(state.opensNext).not.toBeNull()
        },
      ),
    )
  })
})
