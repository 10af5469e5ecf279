import { detectDelimiter } from './detect-delimiter.ts'
import { removeFormulaGuard } from './formula-guard.ts'
import { createColumnGuesser } from './guess-columns.ts'
import { importLimits } from './import-limits.ts'
import type { RawTable } from './import-table.ts'
import { readDelimited } from './read-delimited.ts'
import { createRecordCollector } from './record-collector.ts'
import type { TableFields } from './table-fields.ts'

export type CsvSource = { encoding: string; fields: TableFields; delimiter?: string | undefined }

/**
 * A CSV text as records. A first line `sep=;` (an Excel habit) names the delimiter and is left out; a given delimiter
 * is not questioned. The apostrophe that guards formulas in our own exports is taken off.
 */
export function readCsv(text: string, source: CsvSource): RawTable {
  const declared = /^"?sep=([;,\t|])"?(?:\r\n|\n|\r)/i.exec(text)
  const body = declared === null ? text : text.slice(declared[0].length)
  const { guessField } = createColumnGuesser(source.fields)
  const delimiter = source.delimiter ?? declared?.[1] ?? detectDelimiter(body, (cell) => guessField(cell) !== null)
  const collector = createRecordCollector()
  const offset = declared === null ? 0 : 1
  const options = { maxSpanCharacters: importLimits.cellCharacters * 2 }
  for (const { cells, number, isBroken } of readDelimited(body, delimiter ?? '\t', options)) {
    const row = number + offset
    if (isBroken) collector.fault(row, 'broken_quote')
    collector.add(row, isBroken ? cells : cells.map(removeFormulaGuard))
  }
  if (delimiter === null) collector.warn('one_column')
  return { format: 'csv', encoding: source.encoding, delimiter, names: null, ...collector.result() }
}
