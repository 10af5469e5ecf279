import type { WorkingHours } from '@secretary/contracts/business.contract'

/** The hours with one day closed altogether, or with nothing special on it. */
export function closeDay(hours: WorkingHours, day: string, isClosed: boolean): WorkingHours {
  const others = hours.exceptions.filter(({ date }) => date !== day)
  return { ...hours, exceptions: isClosed ? [...others, { date: day, intervals: [] }] : others }
}

export function isClosedOn(hours: WorkingHours, day: string): boolean {
  return hours.exceptions.some(({ date, intervals }) => date === day && intervals.length === 0)
}
