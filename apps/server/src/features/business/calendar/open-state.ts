import type { WorkingHours } from '@secretary/contracts/business.contract'
import { intervalsOn } from './intervals-on.ts'
import { addDays, localDate, localMinutes } from './local-date.ts'

export interface OpenState {
  readonly isOpen: boolean
  /** Minutes since midnight today when it closes; above 1440 is tomorrow. Null while it is closed. */
  readonly closesAt: number | null
  /** When it opens next: null while it is open, and where it does not within two weeks. */
  readonly opensNext: { readonly date: string; readonly daysAhead: number; readonly startsAt: number } | null
}

const LOOK_AHEAD_DAYS = 14

/** Open or closed at a moment, by the clock on the wall of the business. */
export function openState(hours: WorkingHours, timeZone: string, at: Date): OpenState {
  const today = localDate(at, timeZone)
  const minutes = localMinutes(at, timeZone)
  const overnight = intervalsOn(hours, addDays(today, -1)).map(({ startsAt, endsAt }) => ({
    startsAt: startsAt - 1440,
    endsAt: endsAt - 1440,
  }))
  const present = [...overnight, ...intervalsOn(hours, today)].find(
    ({ startsAt, endsAt }) => startsAt <= minutes && minutes < endsAt,
  )
  if (present) return { isOpen: true, closesAt: present.endsAt, opensNext: null }
  for (let daysAhead = 0; daysAhead <= LOOK_AHEAD_DAYS; daysAhead++) {
    const date = addDays(today, daysAhead)
    const next = intervalsOn(hours, date).find(({ startsAt }) => daysAhead > 0 || startsAt > minutes)
    if (next) return { isOpen: false, closesAt: null, opensNext: { date, daysAhead, startsAt: next.startsAt } }
  }
  return { isOpen: false, closesAt: null, opensNext: null }
}
