/** The calendar day in a time zone, `YYYY-MM-DD`. */
export function localDate(at: Date, timeZone: string): string {
  const { year, month, day } = localParts(at, timeZone)
  return `${year}-${month}-${day}`
}

/** Minutes since midnight by the clock on the wall. */
export function localMinutes(at: Date, timeZone: string): number {
  const { hour, minute } = localParts(at, timeZone)
  return Number(hour) * 60 + Number(minute)
}

/** The day after (or before) a `YYYY-MM-DD`; a matter of the calendar alone, so no time zone can shift it. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** 1 is Monday (ISO 8601). */
export function isoWeekday(date: string): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  const day = new Date(`${date}T12:00:00Z`).getUTCDay()
  return (day === 0 ? 7 : day) as 1 | 2 | 3 | 4 | 5 | 6 | 7 // getUTCDay gives 0 to 6.
}

const formats = new Map<string, Intl.DateTimeFormat>()

function localParts(at: Date, timeZone: string): Record<'year' | 'month' | 'day' | 'hour' | 'minute', string> {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value])) as Record<
    'year' | 'month' | 'day' | 'hour' | 'minute',
    string
  > // The options above ask for exactly these.
}
