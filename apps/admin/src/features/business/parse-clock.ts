/**
 * A time of day as people type it (`9`, `930`, `9.30`, `18 00`, `9:30 pm`) as `HH:MM`; null when it is none. `24:00` is the end of
 * the day and stays.
 */
export function parseClock(typed: string): string | null {
  const parts = /^(\d{1,2})(?:\s*[:.,\-\s]\s*(\d{2})|(\d{2}))?\s*(am|pm)?$/i.exec(typed.trim())
  if (!parts) return null
  const [, hourText = '', separated, joined, half] = parts
  const hour = hourOfDay(Number(hourText), half?.toLowerCase())
  const minute = Number(separated ?? joined ?? 0)
  if (hour === null || minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function hourOfDay(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour
  if (hour < 1 || hour > 12) return null
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}
