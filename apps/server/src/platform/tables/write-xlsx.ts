import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'
import { runWorker } from './run-worker.ts'
import type { SheetLook, WorkbookWorkerMessage } from './workbook-worker.ts'
import type { TableRows } from './write-csv.ts'

const BATCH_ROWS = 200
const BATCH_CHARACTERS = 200_000
const TIME_LIMIT_MS = 120_000
const MEMORY_LIMIT_MB = 1024

/**
 * Rows as an Excel workbook with one sheet of text cells, written in a worker thread.
 * @throws ImportError `cell_too_long` when a cell is longer than Excel allows (CSV and JSON hold it).
 */
export async function writeXlsx(
  rows: TableRows,
  { signal, ...look }: SheetLook & { signal: AbortSignal },
): Promise<Uint8Array> {
  const batches = rowBatches(rows)
  const input: SheetLook = { sheetName: look.sheetName, columnWidths: look.columnWidths }
  const messages = runWorker<WorkbookWorkerMessage>({
    entry: new URL('./workbook-worker.ts', import.meta.url),
    input,
    timeLimitMs: TIME_LIMIT_MS,
    memoryLimitMb: MEMORY_LIMIT_MB,
    signal,
  })
  for await (const { message, reply } of messages) {
    if (message.type === 'file') return message.bytes
    const next = await batches.next()
    reply(next.done ? [] : next.value)
  }
  throw new Error('The workbook worker ended without a file')
}

async function* rowBatches(rows: TableRows): AsyncGenerator<(readonly string[])[]> {
  let batch: (readonly string[])[] = []
  let characters = 0
  for await (const cells of rows) {
    for (const cell of cells) {
      const limit = importLimits.workbookCellCharacters
      if (cell.length > limit) throw new ImportError('cell_too_long', { limit })
      characters += cell.length
    }
    batch.push(cells)
    if (batch.length < BATCH_ROWS && characters < BATCH_CHARACTERS) continue
    yield batch
    batch = []
    characters = 0
  }
  if (batch.length > 0) yield batch
}
