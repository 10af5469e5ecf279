import type { WorkingHours } from '@secretary/contracts/business.contract'
import { isoWeekday } from './local-date.ts'

/** Minutes since midnight of the day it begins; `endsAt` above 1440 runs into the next day. */
export interface Interval {
  readonly startsAt: number
  readonly endsAt: number
}

/** When it is open on a day, in order: by the exception of that date where there is one, by the weekday otherwise. */
export function intervalsOn(hours: WorkingHours, date: string): Interval[] {
  const exception = hours.exceptions.find((candidate) => candidate.date === date)
  const intervals = exception ? exception.intervals : hours.weekly[isoWeekday(date)]
  return intervals
    .map(({ opensAt, closesAt }) => {
      const [startsAt, closes] = [toMinutes(opensAt), toMinutes(closesAt)]
      return { startsAt, endsAt: closes <= startsAt ? closes + 1440 : closes }
    })
    .sort((left, right) => left.startsAt - right.startsAt)
}

export function isEmptyCalendar({ weekly, exceptions }: WorkingHours): boolean {
  return (
    Object.values(weekly).every((day) => day.length === 0) &&
    exceptions.every(({ intervals }) => intervals.length === 0)
  )
}

function toMinutes(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}
