import type { Language } from '@secretary/contracts/scalars'
import { writeCsv } from '#server/platform/tables/write-csv.ts'
import { writeXlsx } from '#server/platform/tables/write-xlsx.ts'
import type { TransferEntry } from './import-row.ts'
import { entryCells, headingsIn } from './transfer-columns.ts'
import { writeJson } from './write-json.ts'

export type WriteOptions = {
  signal: AbortSignal
  /** Language of headings and of yes/no. @default 'en' */
  language?: Language
}

export type Entries = Iterable<TransferEntry> | AsyncIterable<TransferEntry>

type WriteEntries = (entries: Entries, options: WriteOptions) => Promise<Uint8Array>

/** Widths of the columns in characters: question and answer wide enough to be read. */
const columnWidths = [40, 60, 40, 20, 20, 20, 10, 10, 8]

/** Entries as a file of each format, with headings. */
export const entryWriters: Record<'csv' | 'xlsx' | 'json', WriteEntries> = {
  csv: (entries, { signal, language }) => writeCsv(rowsOf(entries, language), { signal }),
  xlsx: (entries, { signal, language }) =>
    writeXlsx(rowsOf(entries, language), { sheetName: 'FAQ', columnWidths, signal }),
  json: (entries, { signal }) => writeJson(entries, { signal }),
}

async function* rowsOf(entries: Entries, language: Language = 'en'): AsyncGenerator<string[]> {
  yield headingsIn(language)
  for await (const entry of entries) yield entryCells(entry, language)
}
