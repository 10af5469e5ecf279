import type { WorkingHours } from '@secretary/contracts/business.contract'

/** The hours with one day closed altogether, or with nothing special on it. */
export function closeDay(hours: WorkingHours, day: string, isClosed: boolean): WorkingHours {
  const others = hours.exceptions.filter(({ date }) => date !== day)
  return { ...hours, exceptions: isClosed ? [...others, { date: day, intervals: [] }] : others }
}

export function isClosedOn(hours: WorkingHours, day: string): boolean {
  return hours.exceptions.some(({ date, intervals }) => date === day && intervals.length === 0)
}

const DAY_MS = 86_400_000

/** The first day after this one that nothing special is planned for. */
export function nextFreeDay(hours: WorkingHours, day: string): string {
  const taken = new Set(hours.exceptions.map(({ date }) => date))
  let next = day
  do next = new Date(Date.parse(next) + DAY_MS).toISOString().slice(0, 10)
  while (taken.has(next))
  return next
}
