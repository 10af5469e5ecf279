const MAX_CHARACTERS = 80
const number = String.raw`\d{1,6}(?:[.,]\d{1,6})?`
/** Minutes in one of each unit; the longest spelling is tried first by the pattern's end. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:минут\p{L}?|мин|м|minutes?|mins?|m)$/u, 1],
  [/^(?:час\p{L}{0,2}|ч|hours?|hrs?|hr|h)$/u, 60],
  [/^(?:день|дня|дней|дн|д|сутки|суток|сут|days?|d)$/u, 1440],
]
const inWords = new Map([
  ['полчаса', 30],
  ['час', 60],
  ['полтора часа', 90],
  ['half an hour', 30],
  ['an hour', 60],
])
const part = new RegExp(String.raw`(?<amount>${number}) ?(?<unit>\p{L}*)\.?`, 'uy')
const clock = /^(?<hours>\d{1,3}):(?<minutes>[0-5]\d)(?::[0-5]\d)?$/
const range = /^(?<first>[^-–—]*?) ?(?:[-–—]|(?<!\p{L})до(?!\p{L})|(?<!\p{L})to(?!\p{L})) ?(?<last>[^-–—]+)$/u

/**
 * Minutes of "30 мин", "1 ч", "1 ч 30 мин", "1,5 часа", "1:30", "2 дня" or "45" (minutes). Of a range ("30–40 мин") the
 * longer end counts: who comes must have that much time. Null when it can't be told.
 */
export function parseDuration(cell: string): number | null {
  if (cell.length > MAX_CHARACTERS) return null
  const text = cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:от|до|около|примерно|ок\.|~|≈|from|up to|about) ?(?=\d)/u, '')
  const named = inWords.get(text)
  if (named !== undefined) return named
  const ends = range.exec(text)?.groups
  if (!ends) return readOne(text)
  const last = readOne(ends.last ?? '')
  // "1–2 ч": the unit stands once; "1 ч – 90 мин" names both.
  const first = readOne(ends.first ?? '')
  if (last === null || first === null) return null
  return /\p{L}/u.test(ends.first ?? '') ? Math.max(first, last) : last
}

function readOne(text: string): number | null {
  const time = clock.exec(text)?.groups
  if (time) return Number(time.hours) * 60 + Number(time.minutes)
  let minutes = 0
  let smallest = Number.POSITIVE_INFINITY
  let at = 0
  while (at < text.length) {
    part.lastIndex = at
    const found = part.exec(text)?.groups
    if (!found) return null
    // A number alone is minutes: all of it, or what follows the hours ("1 ч 30").
    const size = found.unit === '' ? 1 : units.find(([name]) => name.test(found.unit ?? ''))?.[1]
    if (size === undefined || size >= smallest) return null
    smallest = size
    minutes += Number((found.amount ?? '').replace(',', '.')) * size
    at = part.lastIndex
    const gap = /^(?: и | and |, ?| )/.exec(text.slice(at))
    if (at < text.length && gap === null && found.unit === '') return null
    at += gap?.[0].length ?? 0
  }
  return smallest === Number.POSITIVE_INFINITY ? null : Math.round(minutes)
}
