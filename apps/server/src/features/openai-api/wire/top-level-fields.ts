/** Where the value of a member lies in the bytes. */
export interface FieldRange {
  readonly start: number
  readonly end: number
}

export type TopLevelScan =
  | { readonly outcome: 'found'; readonly fields: ReadonlyMap<string, FieldRange>; readonly bodyStart: number }
  | { readonly outcome: 'not-an-object' }
  /** A member that was asked for stands there twice: two readers might see two different requests. */
  | { readonly outcome: 'duplicate'; readonly name: string }

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c]
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d]
const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/
const LONGEST_LITERAL = 400
const NOWHERE = -1

/**
 * Finds members of the outermost JSON object without building anything: strings are skipped at the speed of memory, whatever their size.
 * Looks at the structure only; what is inside of a value is the business of whoever reads it.
 */
export function scanTopLevel(bytes: Buffer, wanted: ReadonlySet<string>): TopLevelScan {
  const nothing = { outcome: 'not-an-object' } as const
  const open = skipSpace(bytes, 0)
  if (bytes[open] !== OPEN_BRACE) return nothing
  const fields = new Map<string, FieldRange>()
  let position = skipSpace(bytes, open + 1)
  if (bytes[position] === CLOSE_BRACE) return endsAt(bytes, position + 1) ? found(fields, open) : nothing
  while (true) {
    const member = readMember(bytes, position)
    if (!member) return nothing
    if (wanted.has(member.name)) {
      if (fields.has(member.name)) return { outcome: 'duplicate', name: member.name }
      fields.set(member.name, { start: member.start, end: member.end })
    }
    position = skipSpace(bytes, member.end)
    if (bytes[position] === CLOSE_BRACE) return endsAt(bytes, position + 1) ? found(fields, open) : nothing
    if (bytes[position] !== COMMA) return nothing
    position = skipSpace(bytes, position + 1)
  }
}

function found(fields: ReadonlyMap<string, FieldRange>, open: number): TopLevelScan {
  return { outcome: 'found', fields, bodyStart: open + 1 }
}

function readMember(bytes: Buffer, start: number): { name: string; start: number; end: number } | null {
  if (bytes[start] !== QUOTE) return null
  const keyEnd = endOfString(bytes, start)
  if (keyEnd === NOWHERE) return null
  const colon = skipSpace(bytes, keyEnd)
  if (bytes[colon] !== COLON) return null
  const valueStart = skipSpace(bytes, colon + 1)
  const end = endOfValue(bytes, valueStart)
  const name = end === NOWHERE ? null : readName(bytes.toString('utf8', start, keyEnd))
  return name === null ? null : { name, start: valueStart, end }
}

/** A name may be written with escapes, and is the same name. */
function readName(quoted: string): string | null {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted)
  } catch {
    // An escape that JSON does not know.
    return null
  }
}

function endOfValue(bytes: Buffer, start: number): number {
  const first = bytes[start]
  if (first === QUOTE) return endOfString(bytes, start)
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfContainer(bytes, start)
  let end = start
  while (end < bytes.length && end - start < LONGEST_LITERAL && !endsLiteral(bytes[end])) end++
  return literal.test(bytes.toString('latin1', start, end)) ? end : NOWHERE
}

function endsLiteral(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isSpace(byte)
}

function endOfContainer(bytes: Buffer, start: number): number {
  let depth = 0
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position]
    if (byte === QUOTE) {
      position = endOfString(bytes, position) - 1
      if (position < 0) return NOWHERE
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return position + 1
  }
  return NOWHERE
}

function endOfString(bytes: Buffer, start: number): number {
  for (let quote = bytes.indexOf(QUOTE, start + 1); quote !== -1; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let escapes = 0
    while (bytes[quote - 1 - escapes] === BACKSLASH) escapes++
    if (escapes % 2 === 0) return quote + 1
  }
  return NOWHERE
}

function skipSpace(bytes: Buffer, start: number): number {
  let position = start
  while (isSpace(bytes[position])) position++
  return position
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function endsAt(bytes: Buffer, position: number): boolean {
  return skipSpace(bytes, position) === bytes.length
}
