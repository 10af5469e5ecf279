import type { WorkingHours } from '@secretary/contracts/business.contract'
import { intervalsOn } from '#server/features/business/calendar/intervals-on.ts'
import { addDays, localDate, localMinutes } from '#server/features/business/calendar/local-date.ts'

/** Minutes since midnight, best first. Half past: others' jobs begin on the hour. */
const candidates = [3.5, 4.5, 2.5, 5.5, 1.5, 0.5].map((hour) => hour * 60)
const STEP_MS = 15 * 60_000

export interface Calendar {
  readonly hours: WorkingHours
  readonly timeZone: string
}

/** The last night whose quiet hour has begun, by the clock on the wall of the business: `YYYY-MM-DD`. */
export function lastNight(calendar: Calendar, at: Date): string {
  const date = localDate(at, calendar.timeZone)
  return localMinutes(at, calendar.timeZone) >= quietMinutes(calendar.hours, date) ? date : addDays(date, -1)
}

/** When the quiet hour after this moment begins, to a quarter of an hour. */
export function nextNightAt(calendar: Calendar, at: Date): Date {
  const present = lastNight(calendar, at)
  let next = Math.floor(at.getTime() / STEP_MS) * STEP_MS
  do next += STEP_MS
  while (lastNight(calendar, new Date(next)) === present)
  return new Date(next)
}

/** `nextNightAt`, which takes milliseconds, asked for with every look at the dashboard: worked out once for each night and calendar. */
export function createNextNight(calendar: () => Calendar): (at: Date) => Date {
  let known = { calendar: '', from: 0, next: new Date(0) }
  return (at) => {
    const present = calendar()
    const key = JSON.stringify(present)
    const now = at.getTime()
    if (known.calendar !== key || now < known.from || now >= known.next.getTime())
      known = { calendar: key, from: now, next: nextNightAt(present, at) }
    return known.next
  }
}

/** The first of the night's hours in which it is closed; half past three where it never is. */
export function quietMinutes(hours: WorkingHours, date: string): number {
  const overnight = intervalsOn(hours, addDays(date, -1)).map(({ endsAt }) => ({ startsAt: 0, endsAt: endsAt - 1440 }))
  const open = [...overnight, ...intervalsOn(hours, date)]
  const isOpen = (minutes: number) => open.some(({ startsAt, endsAt }) => startsAt <= minutes && minutes < endsAt)
  return candidates.find((minutes) => !isOpen(minutes)) ?? candidates[0] ?? 0
}
