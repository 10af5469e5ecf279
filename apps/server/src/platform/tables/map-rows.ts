import { ImportError } from './import-error.ts'
import type { ImportTable, RowFault } from './import-table.ts'
import { createTimeSlice } from './time-slice.ts'

export type ColumnMapping<Field extends string> = Partial<Record<Field, number | null>>

/** A row that cannot be taken, with its cells as they were read. A fault of a whole row is reported at the first field of the pair. */
export type FaultyRow<Field extends string, Code extends string> = {
  rowNumber: number
  faults: { field: Field; code: Code | RowFault['code'] }[]
  cells: readonly string[]
}

/** `undefined` for a field that nobody mapped. */
export type CellOf<Field extends string> = (field: Field) => string | undefined

export type RowReading<Field extends string, Row, Code extends string> = {
  /** The field without which a row is nothing; faults of a whole row are reported there. */
  required: Field
  parseRow: (rowNumber: number, cellOf: CellOf<Field>) => { row: Row; faults: FaultyRow<Field, Code>['faults'] }
  signal: AbortSignal
}

/**
 * Reads every row of a table by a mapping from field to column; a faulty row stands in the place of a readable one.
 * A row that ends early has empty cells in the columns it lacks.
 * @throws ImportError `mapping_invalid` when the required field has no column or a column does not exist.
 */
export async function mapRows<Field extends string, Row, Code extends string>(
  table: Pick<ImportTable<Field>, 'columns' | 'rows' | 'rowNumbers' | 'rowFaults'>,
  mapping: ColumnMapping<Field>,
  { required, parseRow, signal }: RowReading<Field, Row, Code>,
): Promise<(Row | FaultyRow<Field, Code>)[]> {
  const columns = readMapping(mapping, table.columns.length)
  if (!columns.has(required)) throw new ImportError('mapping_invalid')
  const readFaults = faultsByRow(table.rowFaults)
  const slice = createTimeSlice(signal)
  const rows: (Row | FaultyRow<Field, Code>)[] = []
  for (const [index, cells] of table.rows.entries()) {
    if (slice.isOver()) await slice.pause()
    const rowNumber = table.rowNumbers[index] ?? index + 1
    const broken = readFaults.get(rowNumber)
    if (broken !== undefined) {
      rows.push({ rowNumber, faults: broken.map((code) => ({ field: required, code })), cells })
      continue
    }
    const { row, faults } = parseRow(rowNumber, (field) => {
      const column = columns.get(field)
      return column === undefined ? undefined : (cells[column] ?? '')
    })
    rows.push(faults.length === 0 ? row : { rowNumber, faults, cells })
  }
  return rows
}

function readMapping<Field extends string>(mapping: ColumnMapping<Field>, columnCount: number): Map<Field, number> {
  const columns = new Map<Field, number>()
  for (const [field, column] of Object.entries<number | null | undefined>(mapping)) {
    if (column === null || column === undefined) continue
    if (!Number.isInteger(column) || column < 0 || column >= columnCount) throw new ImportError('mapping_invalid')
    // Object.entries widens the keys of the mapping, which are exactly the fields.
    columns.set(field as Field, column)
  }
  return columns
}

function faultsByRow(rowFaults: readonly RowFault[]): Map<number, RowFault['code'][]> {
  const faults = new Map<number, RowFault['code'][]>()
  for (const { row, code } of rowFaults) {
    const known = faults.get(row)
    if (known === undefined) faults.set(row, [code])
    else if (!known.includes(code)) known.push(code)
  }
  return faults
}
