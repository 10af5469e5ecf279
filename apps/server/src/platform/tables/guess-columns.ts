import type { ImportColumn } from './import-table.ts'
import type { TableFields } from './table-fields.ts'

const LONGEST_HEADING_WORDS = 5

export interface ColumnGuesser<Field extends string> {
  /** The field a heading names, or null. */
  guessField(heading: string): Field | null
  /** Whether a first row names columns: one says a field of the pair in a whole word, or two fields are named. */
  isHeadingRow(cells: readonly string[]): boolean
  /** Columns with their guesses. Each field is guessed once; without a heading the first two are the pair. */
  guessColumns(heading: readonly string[] | null, columnCount: number): ImportColumn<Field>[]
}

export function createColumnGuesser<Field extends string>(fields: TableFields<Field>): ColumnGuesser<Field> {
  const { pair } = fields
  const fieldOfName = new Map<string, Field>()
  for (const [field, names] of Object.entries<readonly string[]>(fields.headings)) {
    // Object.entries widens the keys; the record has exactly the fields.
    for (const name of names) fieldOfName.set(name, field as Field)
  }

  function guessField(heading: string): Field | null {
    const name = normalizeHeading(heading)
    return fieldOfName.get(name) ?? fieldOfName.get(name.replace(/[\s_]*\d+$/, '')) ?? null
  }

  /** The one field a heading of several words speaks of; a sentence is none. */
  function guessFieldInWords(heading: string): Field | null {
    if (/[?!.…]\s*$/u.test(heading)) return null
    const words = normalizeHeading(heading).split(' ')
    if (words.length > LONGEST_HEADING_WORDS) return null
    const named = fields.headingWords.filter(([, word]) => words.some((own) => word.test(own)))
    return named.length === 1 ? (named[0]?.[0] ?? null) : null
  }

  /** Read in words only where both of the pair are headed: a lone "вопрос" may be a row of its own. */
  function guessFields(cells: readonly string[]): (Field | null)[] {
    const exact = cells.map(guessField)
    const inWords = cells.map((cell, index) => exact[index] ?? guessFieldInWords(cell))
    return pair.every((field) => inWords.includes(field)) ? inWords : exact
  }

  return {
    guessField,
    isHeadingRow(cells) {
      const named = new Set<Field>()
      for (const [index, field] of guessFields(cells).entries()) {
        if (field === null) continue
        if (pair.includes(field) && (cells[index] ?? '').trim().length > 1) return true
        named.add(field)
      }
      return named.size >= 2
    },
    guessColumns(heading, columnCount) {
      const taken = new Set<Field>()
      const guesses = heading === null ? pair : guessFields(heading)
      return Array.from({ length: columnCount }, (_, index) => {
        const text = heading?.[index]?.trim() ?? ''
        const candidate = guesses[index] ?? null
        const guess = candidate === null || taken.has(candidate) ? null : candidate
        if (guess !== null) taken.add(guess)
        return { index, heading: text === '' ? null : text, guess }
      })
    },
  }
}

/** Lower case, ё as е, no remarks in brackets, no punctuation. */
function normalizeHeading(heading: string): string {
  if (heading.length > 60) return ''
  return heading
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
}
