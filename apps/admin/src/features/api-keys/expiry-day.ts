/** A key is good to the end of the day that was chosen, where the person is who chose it. */
export function endOfDay(day: string): Date {
  return new Date(`${day}T23:59:59.999`)
}

/** The day of a date field, `2027-01-31`, in the zone of the browser; empty for no end. */
export function dayOf(time: string | null): string {
  if (time === null) return ''
  const date = new Date(time)
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${date.getFullYear()}-${month}-${day}`
}
