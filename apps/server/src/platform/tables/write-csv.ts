import { createByteCollector } from './byte-collector.ts'
import { guardFormula } from './formula-guard.ts'
import { createTimeSlice } from './time-slice.ts'

/** Rows of cells, headings first. */
export type TableRows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>

/**
 * Rows as a CSV file: UTF-8 with a byte order mark, `;`, CRLF. That is what Excel with Russian settings opens by a
 * double click; other programs ask or find out, and our import recognises either delimiter. Cells a spreadsheet could
 * run are guarded (see `guardFormula`); the import takes the guard off.
 */
export async function writeCsv(rows: TableRows, { signal }: { signal: AbortSignal }): Promise<Uint8Array> {
  const file = createByteCollector(createTimeSlice(signal))
  await file.add('\ufeff')
  for await (const cells of rows) {
    const pause = file.add(csvLine(cells))
    if (pause !== undefined) await pause
  }
  return file.finish()
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`
}

function csvCell(cell: string): string {
  const safe = isWholeNumber(cell) ? cell : guardFormula(cell)
  return /[";,\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A negative number is a number for everybody and needs no guard. */
function isWholeNumber(cell: string): boolean {
  return /^-?\d{1,15}$/.test(cell)
}
