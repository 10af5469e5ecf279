import { createColumnGuesser } from './guess-columns.ts'
import { type ImportTable, sampleRowCount } from './import-table.ts'
import type { TableFields } from './table-fields.ts'

/**
 * The same table with its first row taken for the heading, or not, as a person decided. The names of a JSON file are
 * no row and stay.
 */
export function withHeading<Field extends string>(
  table: ImportTable<Field>,
  hasHeading: boolean,
  fields: TableFields<Field>,
): ImportTable<Field> {
  const isFixed = table.hasHeading && table.headingRow === null
  if (isFixed || table.hasHeading === hasHeading) return table
  const rows = hasHeading ? table.rows.slice(1) : [table.columns.map((column) => column.heading ?? ''), ...table.rows]
  const rowNumbers = hasHeading ? table.rowNumbers.slice(1) : [table.headingRow ?? 1, ...table.rowNumbers]
  return {
    ...table,
    hasHeading,
    headingRow: hasHeading ? (table.rowNumbers[0] ?? null) : null,
    columns: createColumnGuesser(fields).guessColumns(
      hasHeading ? (table.rows[0] ?? null) : null,
      table.columns.length,
    ),
    rows,
    rowNumbers,
    sampleRows: rows.slice(0, sampleRowCount),
  }
}
