import type { ImportField } from '@secretary/contracts/faq-import.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { RowFault } from '#server/platform/tables/import-table.ts'
import type { FaultyRow as FaultyTableRow } from '#server/platform/tables/map-rows.ts'

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
  | 'pattern_invalid'
  | RowFault['code']

/** A fault of a whole row is reported at the question. */
export type ImportFault = { field: ImportField; code: ImportFaultCode }

export type FaultyRow = FaultyTableRow<ImportField, ImportFaultCode>
