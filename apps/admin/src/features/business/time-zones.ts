/** Every zone the browser knows with its present distance from UTC, and the one in use even when the browser doesn't know it. */
export function timeZones(present: string): { value: string; label: string }[] {
  const known = Intl.supportedValuesOf('timeZone')
  const names = known.includes(present) ? known : [present, ...known]
  return names.map((value) => ({ value, label: `${value.replaceAll('_', ' ')} ${offsetOf(value)}`.trim() }))
}

/** `GMT+3`; empty for a zone that is not known here. */
function offsetOf(timeZone: string): string {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts()
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  } catch {
    return ''
  }
}
