interface ZoneChoice {
  readonly value: string
  readonly label: string
}

/**
 * Every zone the browser knows as `Екатеринбург, GMT+5`, from west to east, and the one in use even when the browser doesn't
 * know it. `zones` are for tests.
 */
export function timeZones(
  present: string,
  language: string,
  zones: readonly string[] = Intl.supportedValuesOf('timeZone'),
): ZoneChoice[] {
  const values = zones.includes(present) ? zones : [present, ...zones]
  const named = values.map((value) => ({ value, name: nameOf(value, language), offset: offsetOf(value) }))
  const uses = new Map<string, number>()
  for (const { name } of named) uses.set(name, (uses.get(name) ?? 0) + 1)
  return named
    .toSorted((a, b) => minutesOf(a.offset) - minutesOf(b.offset) || a.name.localeCompare(b.name, language))
    .map(({ value, name, offset }) => {
      // A country with several zones of the same name: the city tells them apart.
      const full = (uses.get(name) ?? 0) > 1 && name !== cityOf(value) ? `${name} (${cityOf(value)})` : name
      return { value, label: [full, offset].filter((part) => part !== '').join(', ') }
    })
}

/** In Russian the browser names the city or the country; in English it abbreviates, so that the city of the zone is clearer. */
function nameOf(timeZone: string, language: string): string {
  const name = language === 'en' ? '' : partOf(timeZone, 'shortGeneric', language)
  return name === '' || /^GMT|^UTC/.test(name) ? cityOf(timeZone) : name
}

function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
}

/** `GMT+3`; empty for a zone that is not known here. */
function offsetOf(timeZone: string): string {
  return partOf(timeZone, 'shortOffset', 'en')
}

function minutesOf(offset: string): number {
  const [, sign, hours, minutes = '0'] = /([+-])(\d+)(?::(\d+))?/.exec(offset) ?? []
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function partOf(timeZone: string, timeZoneName: 'shortGeneric' | 'shortOffset', language: string): string {
  try {
    const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName }).formatToParts()
    return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  } catch {
    return ''
  }
}
