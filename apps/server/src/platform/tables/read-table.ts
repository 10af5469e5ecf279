import { createColumnGuesser } from './guess-columns.ts'
import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'
import { type ImportTable, type RawTable, sampleRowCount } from './import-table.ts'
import { type ImportHint, isArchive, parseText, type ReadingPlan } from './parse-table.ts'
import { runWorker } from './run-worker.ts'
import type { TableFields } from './table-fields.ts'
import type { TableWorkerInput, TableWorkerMessage } from './table-protocol.ts'
import { createTimeSlice } from './time-slice.ts'

/** Text up to this size is read on the spot, in a few milliseconds even when it is hostile; starting a thread would take longer. */
const INLINE_BYTES = 16 * 1024
const TIME_LIMIT_MS = 30_000
const MEMORY_LIMIT_MB = 768
const COPY_CHUNK_BYTES = 1024 * 1024

/**
 * Reads a file (CSV, XLSX, JSON) or pasted text into rows. Encoding, delimiter and heading are recognised; what the
 * file contains is data and is never run. Workbooks and larger texts are read in a worker thread.
 * @throws ImportError when the file as a whole cannot be used; the signal's reason on abort.
 */
export async function readTable<Field extends string>(
  bytes: Uint8Array,
  hint: ImportHint,
  options: { fields: TableFields<Field>; signal: AbortSignal },
): Promise<ImportTable<Field>> {
  options.signal.throwIfAborted()
  if (bytes.length === 0) throw new ImportError('file_empty')
  if (bytes.length > importLimits.fileBytes) throw new ImportError('file_too_large', { limit: importLimits.fileBytes })
  const plan: ReadingPlan = { hint: { fileName: hint.fileName, format: hint.format }, fields: options.fields }
  const isSmallText = bytes.length <= INLINE_BYTES && !isArchive(bytes)
  const raw = isSmallText ? parseText(bytes, plan) : await parseInWorker(bytes, plan, options.signal)
  return toImportTable(raw, options.fields)
}

async function parseInWorker(bytes: Uint8Array, plan: ReadingPlan, signal: AbortSignal): Promise<RawTable> {
  const copy = await copyBytes(bytes, signal)
  const input: TableWorkerInput = { bytes: copy, plan }
  const messages = runWorker<TableWorkerMessage>({
    entry: new URL('./table-worker.ts', import.meta.url),
    input,
    transfer: [copy.buffer],
    timeLimitMs: TIME_LIMIT_MS,
    memoryLimitMb: MEMORY_LIMIT_MB,
    signal,
  })
  const slice = createTimeSlice(signal)
  let head: Extract<TableWorkerMessage, { type: 'head' }>['table'] | null = null
  const records: string[][] = []
  const recordNumbers: number[] = []
  const rowFaults: RawTable['rowFaults'] = []
  for await (const { message, reply } of messages) {
    if (message.type === 'refused') throw new ImportError(message.code, { limit: message.limit })
    if (message.type === 'failed') throw new Error(`Reading the table failed: ${message.message}`)
    if (message.type === 'end') break
    if (message.type === 'head') head = message.table
    if (message.type === 'records') {
      records.push(...message.records)
      recordNumbers.push(...message.recordNumbers)
    }
    if (message.type === 'faults') rowFaults.push(...message.rowFaults)
    await slice.pause()
    reply('next')
  }
  if (head === null) throw new Error('The table worker ended without a table')
  return { ...head, records, recordNumbers, rowFaults }
}

/** The worker takes its memory over; the caller keeps his own. Copied in pieces: 20 MB at once would hold the event loop. */
async function copyBytes(bytes: Uint8Array, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const slice = createTimeSlice(signal)
  const copy = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at += COPY_CHUNK_BYTES) {
    copy.set(bytes.subarray(at, at + COPY_CHUNK_BYTES), at)
    await slice.pause()
  }
  return copy
}

function toImportTable<Field extends string>(raw: RawTable, fields: TableFields<Field>): ImportTable<Field> {
  const { guessColumns, isHeadingRow } = createColumnGuesser(fields)
  const { names, records, recordNumbers, ...rest } = raw
  if (records.length === 0 && names === null) throw new ImportError('file_empty')
  const first = records[0]
  const hasHeading = names !== null || (first !== undefined && isHeadingRow(first))
  const takesFirst = names === null && hasHeading
  let columnCount = names?.length ?? 0
  for (const record of records) columnCount = Math.max(columnCount, record.length)
  const rows = takesFirst ? records.slice(1) : records
  if (rows.length > importLimits.rows) throw new ImportError('too_many_rows', { limit: importLimits.rows })
  return {
    ...rest,
    hasHeading,
    headingRow: takesFirst ? (recordNumbers[0] ?? null) : null,
    columns: guessColumns(names ?? (takesFirst ? (first ?? null) : null), columnCount),
    rows,
    rowNumbers: takesFirst ? recordNumbers.slice(1) : recordNumbers,
    sampleRows: rows.slice(0, sampleRowCount),
  }
}
