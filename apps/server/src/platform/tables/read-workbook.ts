import * as xlsx from '@e965/xlsx'
import { ImportError } from './import-error.ts'
import type { RawTable } from './import-table.ts'
import { openArchive } from './open-archive.ts'
import { createRecordCollector, type RecordCollector } from './record-collector.ts'

/** Sheets that are tried when the first ones are empty. */
const MAX_SHEETS_TRIED = 5
/** Size of the largest sheet Excel knows; cells beyond exist only in files that are made to hurt. */
const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_384

/**
 * The first visible sheet that holds something, as text the way a person sees it. Formulas are not computed: the value
 * saved in the file counts, or the formula itself as text. Holds the thread while it parses: call it in a worker.
 * @throws ImportError for archives and tables beyond the limits, encrypted files and files that are no workbook.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<RawTable> {
  const parts = await openArchive(bytes)
  const sheets = visibleSheets(parts)
  const archive = toContainer(parts)
  const collector = createRecordCollector()
  for (const [position, index] of sheets.slice(0, MAX_SHEETS_TRIED).entries()) {
    if (!collectSheet(parse(archive, { sheets: index }), collector)) continue
    if (position + 1 < sheets.length) collector.warn('more_sheets')
    break
  }
  return { format: 'xlsx', encoding: null, delimiter: null, names: null, ...collector.result() }
}

/** The checked parts in the container of the library, so that it never unpacks anything by itself. */
function toContainer(parts: ReadonlyMap<string, Buffer>): object {
  const container = xlsx.CFB.utils.cfb_new()
  for (const [name, content] of parts) xlsx.CFB.utils.cfb_add(container, `/${name}`, content)
  return container
}

function parse(container: object, options: xlsx.ParsingOptions): xlsx.WorkBook {
  // The library exports `parse_zip`, but its type declarations leave it out.
  const { parse_zip: parseZip } = xlsx as unknown as {
    parse_zip(container: object, options: xlsx.ParsingOptions): xlsx.WorkBook
  }
  try {
    return parseZip(container, { dense: true, cellHTML: false, sheetStubs: true, ...options })
  } catch (cause) {
    throw new ImportError('unreadable', { cause })
  }
}

function visibleSheets(parts: ReadonlyMap<string, Buffer>): number[] {
  // Without the texts, which may be the largest part and are not needed for a list of sheets.
  const outline = new Map([...parts].filter(([name]) => !/sharedstrings/i.test(name)))
  const { SheetNames: names, Workbook: workbook } = parse(toContainer(outline), { sheets: [] })
  const all = names.map((_, index) => index)
  const visible = all.filter((index) => !workbook?.Sheets?.[index]?.Hidden)
  return visible.length > 0 ? visible : all
}

/** Adds the rows of the one sheet that was parsed; false when it holds nothing. */
function collectSheet(workbook: xlsx.WorkBook, collector: RecordCollector): boolean {
  const sheet = Object.values(workbook.Sheets).find((candidate) => candidate['!data'] !== undefined)
  // A dense sheet keeps its rows as arrays with holes, although the types promise none.
  const rows: readonly (readonly (xlsx.CellObject | undefined)[] | undefined)[] = sheet?.['!data'] ?? []
  if (rows.length > LAST_ROW) throw new ImportError('unreadable')
  let hasContent = false
  for (let index = 0; index < rows.length; index += 1) {
    const cells = readRow(rows[index] ?? [], index + 1, collector)
    if (cells.length === 0) continue
    hasContent = true
    collector.add(index + 1, cells)
  }
  return hasContent
}

function readRow(row: readonly (xlsx.CellObject | undefined)[], number: number, collector: RecordCollector): string[] {
  if (row.length > LAST_COLUMN) throw new ImportError('unreadable')
  const cells: string[] = []
  // A row may end in column XFD; holes and trailing blanks must not become cells.
  row.forEach((cell, index) => {
    const text = cell === undefined ? '' : cellText(cell)
    if (text.trim() === '') return
    if (cell?.f !== undefined) collector.warn('formula_cell', number)
    while (cells.length < index) cells.push('')
    cells.push(text)
  })
  return cells
}

function cellText(cell: xlsx.CellObject): string {
  // A stub: a blank cell, or a formula whose value was not saved (the library then invents a zero).
  if (cell.t === 'z') return cell.f === undefined ? '' : `=${cell.f}`
  if (typeof cell.v === 'string') return cell.v
  return cell.w ?? (cell.v === undefined ? '' : String(cell.v))
}
