import { LRUCache } from 'lru-cache'
import { addDays, localDate } from '#server/features/business/calendar/local-date.ts'

export interface BusinessDay {
  /** `YYYY-MM-DD` on the calendar of the business. */
  readonly date: string
  /** First moment of the day, and of the next one: UTC, ISO 8601. */
  readonly from: string
  readonly to: string
}

const HOUR_MS = 3600 * 1000

/** The last days up to today, oldest first. A day is as long as the clocks of its time zone make it: 23 to 25 hours. */
export function businessDays(now: Date, timeZone: string, count: number): BusinessDay[] {
  const today = localDate(now, timeZone)
  return Array.from({ length: count }, (_, index) => {
    const date = addDays(today, index - count + 1)
    return { date, from: startOf(date, timeZone), to: startOf(addDays(date, 1), timeZone) }
  })
}

/** A year of days; the beginning of each is the end of the one before, and asked for with every look at the dashboard. */
const starts = new LRUCache<string, string>({ max: 400 })

function startOf(date: string, timeZone: string): string {
  const key = `${timeZone} ${date}`
  const known = starts.get(key)
  if (known) return known
  const found = findStart(date, timeZone)
  starts.set(key, found)
  return found
}

/** The moment the calendar turns to that date. Clocks that spring forward at midnight begin the day at one. */
function findStart(date: string, timeZone: string): string {
  // Midnight there is at most 14 hours before, and 12 after, midnight in Greenwich; halving the span finds it to the millisecond.
  const greenwich = Date.parse(`${date}T00:00:00Z`)
  let [before, after] = [greenwich - 15 * HOUR_MS, greenwich + 13 * HOUR_MS]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (localDate(new Date(middle), timeZone) < date) before = middle
    else after = middle
  }
  return new Date(after).toISOString()
}
