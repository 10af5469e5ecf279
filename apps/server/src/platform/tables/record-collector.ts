import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'
import type { ImportWarning, RowFault } from './import-table.ts'

/**
 * Gathers the records of any format and keeps the limits: a table that is too large is refused, a cell or a row that is
 * too large makes its row faulty. Line breaks become LF; NUL and lone surrogates, which no database holds, become U+FFFD.
 */
export function createRecordCollector() {
  const records: string[][] = []
  const recordNumbers: number[] = []
  const rowFaults: RowFault[] = []
  const warnings: ImportWarning[] = []
  const warningCounts = new Map<string, number>()
  let characters = 0

  function fault(row: number, code: RowFault['code']) {
    rowFaults.push({ row, code })
  }

  function warn(code: ImportWarning['code'], row?: number) {
    const count = (warningCounts.get(code) ?? 0) + 1
    warningCounts.set(code, count)
    if (count <= importLimits.warningsPerCode) warnings.push(row === undefined ? { code } : { code, row })
  }

  function storable(cell: string, row: number): string {
    let text = cell
    if (text.length > importLimits.cellCharacters) {
      fault(row, 'cell_too_long')
      text = text.slice(0, importLimits.cellCharacters)
    }
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
    if (text.includes('\0') || !text.isWellFormed()) {
      warn('characters_replaced', row)
      text = text.replaceAll('\0', '\ufffd').toWellFormed()
    }
    return text
  }

  return {
    fault,
    warn,
    /** @throws ImportError `too_many_rows`, `too_many_columns` (by the first record) or `table_too_large`. */
    add(row: number, cells: readonly string[]): void {
      let width = cells.length
      while (width > 0 && cells[width - 1]?.trim() === '') width -= 1
      if (width > importLimits.columns) {
        if (records.length === 0) throw new ImportError('too_many_columns', { limit: importLimits.columns })
        fault(row, 'too_many_cells')
        width = importLimits.columns
      }
      const record = cells.slice(0, width).map((cell) => storable(cell, row))
      for (const cell of record) characters += cell.length
      if (characters > importLimits.tableCharacters) {
        throw new ImportError('table_too_large', { limit: importLimits.tableCharacters })
      }
      // One more than the limit: the first may turn out to be the heading.
      if (records.length > importLimits.rows) throw new ImportError('too_many_rows', { limit: importLimits.rows })
      records.push(record)
      recordNumbers.push(row)
    },
    result: () => ({ records, recordNumbers, rowFaults, warnings }),
  }
}

export type RecordCollector = ReturnType<typeof createRecordCollector>
