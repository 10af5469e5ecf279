export type ImportFormat = 'csv' | 'xlsx' | 'json' | 'paste'

export type ImportColumn<Field extends string> = { index: number; heading: string | null; guess: Field | null }

/** Something worth telling that refuses nothing. `row` counts as a spreadsheet does: from 1, heading included. */
export type ImportWarning = {
  code: 'invalid_bytes' | 'characters_replaced' | 'formula_cell' | 'more_sheets' | 'one_column'
  row?: number
}

export type RowFault = {
  row: number
  code: 'broken_quote' | 'cell_too_long' | 'too_many_cells' | 'not_an_object' | 'nested_value'
}

/** A file as rows of text, before anybody says which column means what. Plain data: it can be kept as JSON. */
export type ImportTable<Field extends string> = {
  format: ImportFormat
  /** Null for a workbook. */
  encoding: string | null
  /** Null where nothing separates columns by one character. */
  delimiter: string | null
  hasHeading: boolean
  /** Row number of the heading, null without one; for JSON, whose names belong to every row, null too. */
  headingRow: number | null
  columns: ImportColumn<Field>[]
  /** Data rows without the heading and without blank rows; a short row simply ends early. */
  rows: string[][]
  /** Number of each of `rows`, counted from 1 as a spreadsheet does (JSON: the position in the list). */
  rowNumbers: number[]
  /** Rows that could not be read properly; `mapRows` reports them as faulty. */
  rowFaults: RowFault[]
  /** The first `sampleRowCount` rows. */
  sampleRows: string[][]
  warnings: ImportWarning[]
}

/** What a reader of one format yields, heading and columns not yet told apart. */
export type RawTable = {
  format: ImportFormat
  encoding: string | null
  delimiter: string | null
  /** Names that are known for certain (JSON keys); null when the first record may be a heading. */
  names: string[] | null
  records: string[][]
  recordNumbers: number[]
  rowFaults: RowFault[]
  warnings: ImportWarning[]
}

/** Rows that are shown beside the columns while a person says which is which. */
export const sampleRowCount = 5
