import { russianZoneCities } from '#admin/i18n/ru/zone-cities.ts'

interface ZoneChoice {
  readonly value: string
  readonly label: string
}

/**
 * Every zone the browser knows as `Екатеринбург, Уфа, Пермь · GMT+5`, from west to east, and the one in use even when the
 * browser doesn't know it. `zones` are for tests.
 */
export function timeZones(
  present: string,
  language: string,
  zones: readonly string[] = Intl.supportedValuesOf('timeZone'),
): ZoneChoice[] {
  const values = zones.includes(present) ? zones : [present, ...zones]
  return values
    .map((value) => ({ value, name: nameOf(value, language), offset: offsetOf(value) }))
    .toSorted((a, b) => minutesOf(a.offset) - minutesOf(b.offset) || a.name.localeCompare(b.name, language))
    .map(({ value, name, offset }) => ({ value, label: [name, offset].filter((part) => part !== '').join(' · ') }))
}

function nameOf(timeZone: string, language: string): string {
  const russian = language === 'ru' ? russianZoneCities[timeZone] : undefined
  return russian ?? (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')
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

function minutesOf(offset: string): number {
  const [, sign, hours, minutes = '0'] = /([+-])(\d+)(?::(\d+))?/.exec(offset) ?? []
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
