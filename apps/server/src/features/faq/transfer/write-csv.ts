import type { Language } from '@secretary/contracts/scalars'
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
  const slice = createTimeSlice(signal)
  const chunks = [Buffer.from(`\ufeff${csvLine(headingsIn(language))}`)]
  for (const entry of entries) {
    if (slice.isOver()) await slice.pause()
    chunks.push(Buffer.from(csvLine(entryCells(entry, language))))
  }
  return Buffer.concat(chunks)
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
