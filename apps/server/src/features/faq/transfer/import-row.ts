import type { ImportField } from '@secretary/contracts/faq-import.contract'
import type { Language } from '@secretary/contracts/scalars'

/** Everything of an entry that travels in a file. An entry of the API is one. */
export type TransferEntry = {
  question: string
  answer: string
  phrasings: readonly string[]
  keywords: readonly string[]
  patterns: readonly string[]
  exclusions: readonly string[]
  priority: number
  isEnabled: boolean
  /** Null: any language. */
  language: Language | null
}

/**
 * One readable row. An absent field says nothing about that part of the entry: its column is not mapped, or its cell
 * is empty where emptiness means nothing (priority, enabled). An empty list or language is a statement.
 */
export type ImportRow = { rowNumber: number; question: string } & Partial<Omit<TransferEntry, 'question'>>

export type ImportFaultCode =
  | 'missing'
  | 'too_long'
  | 'too_many'
  | 'not_a_number'
  | 'out_of_range'
  | 'not_yes_or_no'
  | 'language_unknown'
  | 'no_words'
  | 'broken_quote'
  | 'cell_too_long'
  | 'too_many_cells'
  | 'not_an_object'
  | 'nested_value'
  | 'pattern_invalid'

/** A fault of a whole row is reported at the question. */
export type ImportFault = { field: ImportField; code: ImportFaultCode }

/** A row that cannot be taken, with its cells as they were read. */
export type FaultyRow = { rowNumber: number; faults: ImportFault[]; cells: readonly string[] }

export type ColumnMapping = Partial<Record<ImportField, number | null>>
