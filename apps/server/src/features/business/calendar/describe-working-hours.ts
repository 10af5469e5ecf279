import type { WorkingHours } from '@secretary/contracts/business.contract'
import type { Language } from '@secretary/contracts/scalars'
import { type Interval, intervalsOn, isEmptyCalendar } from './intervals-on.ts'
import { addDays, localDate } from './local-date.ts'
import { type OpenState, openState } from './open-state.ts'

interface Words {
  readonly days: readonly string[]
  readonly closed: string
  readonly openUntil: (time: string) => string
  readonly closedNow: string
  readonly opensToday: (time: string) => string
  readonly opensTomorrow: (time: string) => string
  readonly opensOn: (date: string, time: string) => string
  readonly exception: (date: string, hours: string) => string
  readonly locale: string
}

const words: Record<Language, Words> = {
  ru: {
    days: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'],
    closed: 'выходной',
    openUntil: (time) => `Сейчас открыто, до ${time}.`,
    closedNow: 'Сейчас закрыто.',
    opensToday: (time) => `Сейчас закрыто, откроемся сегодня в ${time}.`,
    opensTomorrow: (time) => `Сейчас закрыто, откроемся завтра в ${time}.`,
    opensOn: (date, time) => `Сейчас закрыто, откроемся ${date} в ${time}.`,
    exception: (date, hours) => `${date}: ${hours}.`,
    locale: 'ru',
  },
  en: {
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    closed: 'closed',
    openUntil: (time) => `Open now, until ${time}.`,
    closedNow: 'Closed now.',
    opensToday: (time) => `Closed now, opening today at ${time}.`,
    opensTomorrow: (time) => `Closed now, opening tomorrow at ${time}.`,
    opensOn: (date, time) => `Closed now, opening on ${date} at ${time}.`,
    exception: (date, hours) => `${date}: ${hours}.`,
    locale: 'en-GB',
  },
}

/** Exceptions further away than this are not worth a visitor's attention. */
const EXCEPTIONS_AHEAD_DAYS = 7

/** The week in one line, what is different in the coming days, and whether it is open now. Null where nothing is filled in. */
export function describeWorkingHours(
  hours: WorkingHours,
  options: { timeZone: string; language: Language; now: Date },
): string | null {
  if (isEmptyCalendar(hours)) return null
  const { timeZone, now } = options
  const text = words[options.language]
  const today = localDate(now, timeZone)
  const parts = [
    describeWeek(hours, text),
    ...describeExceptions(hours, today, text),
    describeNow(openState(hours, timeZone, now), text),
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** Neighbouring days with the same hours are told as one: `Пн–пт 9:00–18:00, сб 10:00–15:00, вс выходной.` */
function describeWeek({ weekly }: WorkingHours, text: Words): string {
  const groups: { first: number; last: number; hours: string }[] = []
  for (const [index] of text.days.entries()) {
    const day = weekly[(index + 1) as keyof typeof weekly] // Seven names, seven days.
    const hours = describeIntervals(
      intervalsOn({ weekly: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: day, 7: day }, exceptions: [] }, '2024-01-01'),
      text,
    )
    const last = groups.at(-1)
    if (last?.hours === hours) last.last = index
    else groups.push({ first: index, last: index, hours })
  }
  const line = groups
    .map(({ first, last, hours }) => `${text.days[first]}${last > first ? `–${text.days[last]}` : ''} ${hours}`)
    .join(', ')
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`
}

function describeExceptions(hours: WorkingHours, today: string, text: Words): string[] {
  const until = addDays(today, EXCEPTIONS_AHEAD_DAYS)
  return hours.exceptions
    .filter(({ date }) => date >= today && date <= until)
    .sort((left, right) => (left.date < right.date ? -1 : 1))
    .map(({ date, note }) =>
      text.exception(
        longDate(date, text),
        [describeIntervals(intervalsOn(hours, date), text), note].filter(Boolean).join(', '),
      ),
    )
}

function describeNow(state: OpenState, text: Words): string {
  if (state.closesAt !== null) return text.openUntil(clockTime(state.closesAt))
  if (!state.opensNext) return text.closedNow
  const { date, daysAhead, startsAt } = state.opensNext
  const time = clockTime(startsAt)
  if (daysAhead === 0) return text.opensToday(time)
  return daysAhead === 1 ? text.opensTomorrow(time) : text.opensOn(longDate(date, text), time)
}

function describeIntervals(intervals: readonly Interval[], text: Words): string {
  if (intervals.length === 0) return text.closed
  return intervals
    .map(({ startsAt, endsAt }) => `${clockTime(startsAt)}–${endsAt === 1440 ? '24:00' : clockTime(endsAt)}`)
    .join(', ')
}

function clockTime(minutes: number): string {
  const ofDay = minutes % 1440
  return `${Math.floor(ofDay / 60)}:${String(ofDay % 60).padStart(2, '0')}`
}

function longDate(date: string, { locale }: Words): string {
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T12:00:00Z`),
  )
}
