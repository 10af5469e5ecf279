import { ImportError } from './import-error.ts'
import { importLimits } from './import-limits.ts'
import type { TransferEntry } from './import-row.ts'
import { runWorker } from './run-worker.ts'
import { entryCells, headingsIn } from './transfer-columns.ts'
import type { WorkbookWorkerMessage } from './workbook-worker.ts'
import type { WriteOptions } from './write-csv.ts'

const BATCH_ROWS = 200
const BATCH_CHARACTERS = 200_000
const TIME_LIMIT_MS = 120_000
const MEMORY_LIMIT_MB = 1024

/**
 * Entries as an Excel workbook with one sheet of text cells, written in a worker thread.
 * @throws ImportError `cell_too_long` when a list of phrases does not fit into one cell of Excel (CSV and JSON hold it).
 */
export async function writeXlsx(entries: Iterable<TransferEntry>, options: WriteOptions): Promise<Uint8Array> {
  const batches = rowBatches(entries, options)
  const messages = runWorker<WorkbookWorkerMessage>({
    entry: new URL('./workbook-worker.ts', import.meta.url),
    input: null,
    timeLimitMs: TIME_LIMIT_MS,
    memoryLimitMb: MEMORY_LIMIT_MB,
    signal: options.signal,
  })
  for await (const { message, reply } of messages) {
    if (message.type === 'file') return message.bytes
    const next = batches.next()
    reply(next.done ? [] : next.value)
  }
  throw new Error('The workbook worker ended without a file')
}

function* rowBatches(entries: Iterable<TransferEntry>, { language = 'en' }: WriteOptions): Generator<string[][]> {
  let batch = [headingsIn(language)]
  let characters = 0
  for (const entry of entries) {
    const cells = entryCells(entry, language)
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
