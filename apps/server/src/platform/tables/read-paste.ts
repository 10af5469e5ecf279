import { detectDelimiter } from './detect-delimiter.ts'
import { type ColumnGuesser, createColumnGuesser } from './guess-columns.ts'
import type { RawTable } from './import-table.ts'
import { readCsv } from './read-csv.ts'
import { createRecordCollector } from './record-collector.ts'
import type { TableFields } from './table-fields.ts'

/** A dash between spaces; after a question mark the space before it may be missing. */
const dash = /(?:\s|(?<=\?))[—–-]\s/

/**
 * Pasted text as records, whichever way two columns were written: cells separated by tabs or `;` (or commas under a
 * known heading), blocks such as "Q: … A: …" / "Вопрос: … Ответ: …", or lines "question — answer".
 */
export function readPaste(text: string, { encoding, fields }: { encoding: string; fields: TableFields }): RawTable {
  const { guessField, isHeadingRow } = createColumnGuesser(fields)
  const lines = text.split(/\r\n|\n|\r/)
  const { blockMarks } = fields
  if (blockMarks?.every((mark) => lines.some((line) => mark.test(line)))) {
    return toTable(encoding, (add) => readBlocks(lines, blockMarks, add))
  }
  const filled = lines.filter((line) => line.trim() !== '')
  const dashed = filled.filter((line) => dash.test(line)).length
  const delimiter = detectDelimiter(text, (cell) => guessField(cell) !== null)
  if (delimiter !== null && (delimiter !== ',' || isHeadingRow((filled[0] ?? '').split(',')))) {
    const separated = filled.filter((line) => line.includes(delimiter)).length
    if (delimiter === '\t' || separated >= dashed) {
      return mergeExtraCells(readCsv(text, { encoding, fields, delimiter }), isHeadingRow)
    }
  }
  return toTable(encoding, (add) => readDashedLines(lines, add))
}

type AddRow = (row: number, cells: string[]) => void

function toTable(encoding: string, read: (add: AddRow) => void): RawTable {
  const collector = createRecordCollector()
  read(collector.add)
  return { format: 'paste', encoding, delimiter: null, names: null, ...collector.result() }
}

/**
 * Two pasted columns stay two: a further `;` or comma belongs to the second, unless a heading or the same width in all
 * rows says that there are more columns. A tab never is part of a cell.
 */
function mergeExtraCells(table: RawTable, isHeadingRow: ColumnGuesser<string>['isHeadingRow']): RawTable {
  const { delimiter, records } = table
  const [first = []] = records
  const isEven = records.every((cells) => cells.length === first.length)
  const hasMore = isHeadingRow(first) ? first.length > 2 : isEven
  if (delimiter === null || delimiter === '\t' || hasMore) return { ...table, format: 'paste' }
  const merged = records.map((cells) => (cells.length > 2 ? [cells[0] ?? '', cells.slice(1).join(delimiter)] : cells))
  return { ...table, format: 'paste', records: merged }
}

function readBlocks(lines: readonly string[], [firstMark, secondMark]: readonly [RegExp, RegExp], add: AddRow): void {
  let block: { row: number; first: string[]; second: string[] | null } | null = null
  const finish = () => {
    if (block !== null) add(block.row, [block.first.join('\n').trim(), (block.second ?? []).join('\n').trim()])
  }
  for (const [index, line] of lines.entries()) {
    if (firstMark.test(line)) {
      finish()
      block = { row: index + 1, first: [line.replace(firstMark, '')], second: null }
    } else if (block !== null && block.second === null && secondMark.test(line)) {
      block.second = [line.replace(secondMark, '')]
    } else if (block !== null) {
      const part: string[] = block.second ?? block.first
      part.push(line)
    } else if (line.trim() !== '') {
      add(index + 1, [line.trim()])
    }
  }
  finish()
}

function readDashedLines(lines: readonly string[], add: AddRow): void {
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const afterQuestion = /\?\s*[—–-]\s/.exec(line)
    const found = afterQuestion ?? dash.exec(line)
    if (found === null) add(index + 1, [line.trim()])
    else {
      const cut = found.index + (afterQuestion === null ? 0 : 1)
      add(index + 1, [line.slice(0, cut).trim(), line.slice(found.index + found[0].length).trim()])
    }
  }
}
