const secretName = /password|secret|token|api_?key|authorization|cookie/i
/** `contextWindowTokens: 8192` counts; it opens nothing. */
const isCount = (name: string, value: unknown) => typeof value === 'number' && /tokens$/i.test(name)
/** Enough to recognise a value, too little to be a copy of the database. */
const MAX_TEXT_LENGTH = 200
const MAX_ITEMS = 20
const MAX_DEPTH = 5

/** What may stand in the audit log: secrets masked by name, long texts and lists shortened. */
export function redactChanges(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return value.length > MAX_TEXT_LENGTH ? `${value.slice(0, MAX_TEXT_LENGTH).toWellFormed()}…` : value
  if (value === null || typeof value !== 'object') return value
  if (depth >= MAX_DEPTH) return '…'
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => redactChanges(item, depth + 1))
    return value.length > MAX_ITEMS ? [...items, `… ${value.length - MAX_ITEMS} more`] : items
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretName.test(name) && inner !== null && !isCount(name, inner) ? '[secret]' : redactChanges(inner, depth + 1),
    ]),
  )
}
