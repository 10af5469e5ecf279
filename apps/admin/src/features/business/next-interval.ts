import type { WorkingHours } from '@secretary/contracts/business.contract'

export type Interval = WorkingHours['weekly'][1][number]

const usual: Interval = { opensAt: '09:00', closesAt: '18:00' }
const HOUR = 60
const DAY_END = 24 * HOUR

/** The intervals of a day with one more: the usual day, then a break of an hour taken out of the last one or added behind it. */
export function nextInterval(intervals: readonly Interval[]): Interval[] {
  const last = intervals.at(-1)
  if (!last) return [usual]
  const before = intervals.slice(0, -1)
  const [opens, closes] = [minutesOf(last.opensAt), minutesOf(last.closesAt)]
  if (closes - opens >= 3 * HOUR) {
    const breakStart = Math.round((opens + closes - HOUR) / 2 / HOUR) * HOUR
    const morning = { ...last, closesAt: clockOf(breakStart) }
    return [...before, morning, { opensAt: clockOf(breakStart + HOUR), closesAt: last.closesAt }]
  }
  const opensAt = Math.min(closes + HOUR, DAY_END - HOUR)
  return [...intervals, { opensAt: clockOf(opensAt), closesAt: clockOf(Math.min(opensAt + HOUR, DAY_END)) }]
}

function minutesOf(clock: string): number {
  const [hour = '0', minute = '0'] = clock.split(':')
  return Number(hour) * HOUR + Number(minute)
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / HOUR)).padStart(2, '0')}:${String(minutes % HOUR).padStart(2, '0')}`
}
