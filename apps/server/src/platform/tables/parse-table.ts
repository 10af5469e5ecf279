import { decodeText } from './decode-text.ts'
import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'
import type { ImportFormat, RawTable } from './import-table.ts'
import { readCsv } from './read-csv.ts'
import { readJson } from './read-json.ts'
import { readPaste } from './read-paste.ts'
import type { TableFields } from './table-fields.ts'

export type ImportHint = { fileName?: string | undefined; format?: ImportFormat | undefined }

/** What is known before a file is read: what its sender said, and what it should be about. */
export type ReadingPlan = { hint: ImportHint; fields: TableFields }

/** Whether the bytes are an archive, which only a workbook may be; what the name says does not count. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0xff) < 0x09 && (bytes[3] ?? 0xff) < 0x09
}

/**
 * Any supported file as records. The bytes decide between workbook and text, the hint between the kinds of text.
 * Holds the thread for about 10 ms a megabyte (a workbook far longer): large input belongs in a worker.
 */
export async function parseTable(bytes: Uint8Array, plan: ReadingPlan): Promise<RawTable> {
  if (isArchive(bytes)) {
    // Loaded only here: the library is large, and text files never need it.
    const { readWorkbook } = await import('./read-workbook.ts')
    return readWorkbook(bytes)
  }
  return parseText(bytes, plan)
}

/** The synchronous half of `parseTable`, for text files. */
export function parseText(bytes: Uint8Array, plan: ReadingPlan): RawTable {
  if (isOldWorkbook(bytes) || plan.hint.format === 'xlsx') throw new ImportError('format_unsupported')
  const { text, encoding, hasInvalidBytes } = decodeText(bytes)
  if (text.trim() === '') throw new ImportError('file_empty')
  if (text.length > importLimits.fileBytes) throw new ImportError('file_too_large', { limit: importLimits.fileBytes })
  const table = readText(text, encoding, plan)
  if (hasInvalidBytes) table.warnings.unshift({ code: 'invalid_bytes' })
  return table
}

function readText(text: string, encoding: string, { hint, fields }: ReadingPlan): RawTable {
  const format = hint.format ?? formatOfName(hint.fileName)
  if (format === 'json') return readJson(text, { encoding, fields })
  if (format === 'csv') return readCsv(text, { encoding, fields })
  if (/^\s*[[{]/.test(text)) {
    try {
      return readJson(text, { encoding, fields })
    } catch (error) {
      // Text may start with a bracket without being JSON.
      if (!(error instanceof ImportError) || error.code !== 'json_invalid') throw error
    }
  }
  const table = readPaste(text, { encoding, fields })
  const isCsv = format === undefined && table.delimiter !== null
  return isCsv ? { ...table, format: 'csv' } : table
}

function formatOfName(fileName: string | undefined): ImportFormat | undefined {
  const extension = /\.([a-z]+)$/i.exec(fileName ?? '')?.[1]?.toLowerCase()
  if (extension === 'json') return 'json'
  return extension === 'csv' || extension === 'tsv' || extension === 'xlsx' ? 'csv' : undefined
}

/** The OLE container of .xls files and of encrypted workbooks. */
function isOldWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0
}
