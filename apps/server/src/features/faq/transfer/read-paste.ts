import { detectDelimiter } from './detect-delimiter.ts'
import { isHeadingRow } from './guess-columns.ts'
import type { RawTable } from './import-table.ts'
import { readCsv } from './read-csv.ts'
import { createRecordCollector } from './record-collector.ts'

const questionMark = /^\s*(?:q|question|в|вопрос)\s*\d{0,4}\s*[:：]\s*/i
const answerMark = /^\s*(?:a|answer|о|ответ)\s*\d{0,4}\s*[:：]\s*/i
/** A dash between spaces; after a question mark the space before it may be missing. */
const dash = /(?:\s|(?<=\?))[—–-]\s/

/**
 * Pasted text as records, whichever way two columns were written: cells separated by tabs or `;` (or commas under a
 * known heading), blocks "Q: … A: …" / "Вопрос: … Ответ: …", or lines "question — answer".
 */
export function readPaste(text: string, encoding: string): RawTable {
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.some((line) => questionMark.test(line)) && lines.some((line) => answerMark.test(line))) {
    return toTable(encoding, (add) => readBlocks(lines, add))
  }
  const filled = lines.filter((line) => line.trim() !== '')
  const dashed = filled.filter((line) => dash.test(line)).length
  const delimiter = detectDelimiter(text)
  if (delimiter !== null && (delimiter !== ',' || isHeadingRow((filled[0] ?? '').split(',')))) {
    const separated = filled.filter((line) => line.includes(delimiter)).length
    if (delimiter === '\t' || separated >= dashed) return mergeExtraCells(readCsv(text, { encoding, delimiter }))
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
 * Two pasted columns stay two: a further `;` or comma belongs to the answer, unless a heading or the same width in all
 * rows says that there are more columns. A tab never is part of an answer.
 */
function mergeExtraCells(table: RawTable): RawTable {
  const { delimiter, records } = table
  const [first = []] = records
  const isEven = records.every((cells) => cells.length === first.length)
  const hasMore = isHeadingRow(first) ? first.length > 2 : isEven
  if (delimiter === null || delimiter === '\t' || hasMore) return { ...table, format: 'paste' }
  const merged = records.map((cells) => (cells.length > 2 ? [cells[0] ?? '', cells.slice(1).join(delimiter)] : cells))
  return { ...table, format: 'paste', records: merged }
}

function readBlocks(lines: readonly string[], add: AddRow): void {
  let block: { row: number; question: string[]; answer: string[] | null } | null = null
  const finish = () => {
    if (block !== null) add(block.row, [block.question.join('\n').trim(), (block.answer ?? []).join('\n').trim()])
  }
  for (const [index, line] of lines.entries()) {
    if (questionMark.test(line)) {
      finish()
      block = { row: index + 1, question: [line.replace(questionMark, '')], answer: null }
    } else if (block !== null && block.answer === null && answerMark.test(line)) {
      block.answer = [line.replace(answerMark, '')]
    } else if (block !== null) {
      const part: string[] = block.answer ?? block.question
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
