import type { ImportField } from '@secretary/contracts/faq-import.contract'
import { ImportError } from './import-error.ts'
import type { ColumnMapping, FaultyRow, ImportFault, ImportRow } from './import-row.ts'
import type { ImportTable } from './import-table.ts'
import { parseRow } from './parse-row.ts'
import { createTimeSlice } from './time-slice.ts'

/**
 * Reads every row of a table by a mapping from field to column; a faulty row stands in the place of a readable one.
 * A row that ends early has empty cells in the columns it lacks.
 * @throws ImportError `mapping_invalid` when the question has no column or a column does not exist.
 */
export async function mapRows(
  table: Pick<ImportTable, 'columns' | 'rows' | 'rowNumbers' | 'rowFaults'>,
  mapping: ColumnMapping,
  options: { signal: AbortSignal },
): Promise<(ImportRow | FaultyRow)[]> {
  const columns = readMapping(mapping, table.columns.length)
  const readFaults = faultsByRow(table.rowFaults)
  const slice = createTimeSlice(options.signal)
  const rows: (ImportRow | FaultyRow)[] = []
  for (const [index, cells] of table.rows.entries()) {
    if (slice.isOver()) await slice.pause()
    const rowNumber = table.rowNumbers[index] ?? index + 1
    const broken = readFaults.get(rowNumber)
    if (broken !== undefined) {
      rows.push({ rowNumber, faults: broken, cells })
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

function readMapping(mapping: ColumnMapping, columnCount: number): Map<ImportField, number> {
  const columns = new Map<ImportField, number>()
  for (const [field, column] of Object.entries(mapping)) {
    if (column === null || column === undefined) continue
    if (!Number.isInteger(column) || column < 0 || column >= columnCount) throw new ImportError('mapping_invalid')
    // Object.entries widens the keys of the mapping, which are exactly the fields.
    columns.set(field as ImportField, column)
  }
  if (!columns.has('question')) throw new ImportError('mapping_invalid')
  return columns
}

function faultsByRow(rowFaults: ImportTable['rowFaults']): Map<number, ImportFault[]> {
  const faults = new Map<number, ImportFault[]>()
  for (const { row, code } of rowFaults) {
    const known = faults.get(row)
    if (known === undefined) faults.set(row, [{ field: 'question', code }])
    else if (known.every((fault) => fault.code !== code)) known.push({ field: 'question', code })
  }
  return faults
}
