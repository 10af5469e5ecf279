import type { Language } from '@secretary/contracts/scalars'
import { createByteCollector } from './byte-collector.ts'
import { guardFormula } from './formula-guard.ts'
import type { TransferEntry } from './import-row.ts'
import { createTimeSlice } from './time-slice.ts'
import { entryCells, headingsIn } from './transfer-columns.ts'

export type WriteOptions = {
  signal: AbortSignal
  /** Language of headings and of yes/no. @default 'en' */
  language?: Language
}

/**
 * Entries as a CSV file: UTF-8 with a byte order mark, `;`, CRLF. That is what Excel with Russian settings opens by a
 * double click; other programs ask or find out, and our import recognises either delimiter. Cells a spreadsheet could
 * run are guarded (see `guardFormula`); the import takes the guard off.
 */
export async function writeCsv(entries: Iterable<TransferEntry>, options: WriteOptions): Promise<Uint8Array> {
  const { signal, language = 'en' } = options
  const file = createByteCollector(createTimeSlice(signal))
  await file.add(`\ufeff${csvLine(headingsIn(language))}`)
  for (const entry of entries) {
    const pause = file.add(csvLine(entryCells(entry, language)))
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

/** A negative priority is a number for everybody and needs no guard. */
function isWholeNumber(cell: string): boolean {
  return /^-?\d{1,15}$/.test(cell)
}
