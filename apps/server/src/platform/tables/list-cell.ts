/**
 * Several phrases in one cell, separated by `|` or a line break.
 *
 * - A backslash directly before a separator makes it part of the phrase; backslashes before a separator are doubled
 *   (`\\|` is a backslash and then a separator). Everywhere else a backslash is a backslash.
 * - A phrase that is a whole regular expression, `/цена|стоимость/i`, is taken as it stands: its `|` separates nothing.
 *   It ends on its own line. When such a cell is written, line breaks separate, because two phrases that each begin
 *   with `/` could otherwise read as one expression.
 *
 * `splitList(joinList(items))` gives the items back when they are trimmed, not empty and different.
 */
export function joinList(items: readonly string[]): string {
  const separator = items.some((item) => item.startsWith('/')) ? '\n' : '|'
  return items.map((item, index) => writeItem(item, index === items.length - 1)).join(separator)
}

/** Reads a cell of `joinList` or of a person: items trimmed, empty and repeated ones left out. */
export function splitList(cell: string): string[] {
  const items = new Set<string>()
  let at = 0
  while (at <= cell.length) {
    const { value, end } = readItem(cell, at)
    const item = value.trim()
    if (item !== '') items.add(item)
    at = end + 1
  }
  return [...items]
}

function writeItem(item: string, isLast: boolean): string {
  if (expressionEnd(item, 0) === item.length) return item
  const escaped = item.replace(/(\\*)([|\n])/g, '$1$1\\$2')
  return isLast ? escaped : escaped.replace(/\\+$/, '$&$&')
}

function readItem(cell: string, start: number): { value: string; end: number } {
  let from = start
  while (cell[from] === ' ' || cell[from] === '\t') from += 1
  const expression = expressionEnd(cell, from)
  if (expression !== null) return { value: cell.slice(from, expression), end: expression }
  let value = ''
  let at = start
  let slashes = 0
  for (; at < cell.length; at += 1) {
    const character = cell[at] ?? ''
    if (character === '|' || character === '\n') {
      value = value.slice(0, value.length - Math.ceil(slashes / 2))
      if (slashes % 2 === 0) return { value, end: at }
    }
    slashes = character === '\\' ? slashes + 1 : 0
    value += character
  }
  return { value, end: at }
}

/** Longest expression that is looked for; longer phrases are refused anyway, and the search stays linear. */
const MAX_EXPRESSION_CHARACTERS = 1_000

/** Where the regular expression that starts at `start` ends (after flags and spaces, at a separator), or null when there is none. */
function expressionEnd(cell: string, start: number): number | null {
  if (cell[start] !== '/') return null
  let isInClass = false
  const furthest = Math.min(cell.length, start + MAX_EXPRESSION_CHARACTERS)
  for (let at = start + 1; at < furthest && cell[at] !== '\n'; at += 1) {
    const character = cell[at]
    if (character === '\\' && cell[at + 1] !== '\n') at += 1
    else if (character === '[') isInClass = true
    else if (character === ']') isInClass = false
    else if (character === '/' && !isInClass) return at === start + 1 ? null : flagsEnd(cell, at + 1)
  }
  return null
}

function flagsEnd(cell: string, start: number): number | null {
  let at = start
  while (/^[a-z]$/.test(cell[at] ?? '')) at += 1
  while (cell[at] === ' ' || cell[at] === '\t') at += 1
  const isEnd = at >= cell.length || cell[at] === '|' || cell[at] === '\n'
  return isEnd ? at : null
}
