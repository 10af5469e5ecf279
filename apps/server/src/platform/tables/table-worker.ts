import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { ImportError } from './import-error.ts'
import type { RawTable } from './import-table.ts'
import { parseTable } from './parse-table.ts'
import type { TableWorkerInput, TableWorkerMessage } from './table-protocol.ts'

/** One batch: about a millisecond of work for the thread that receives it. */
const BATCH_CELLS = 2_000
const BATCH_CHARACTERS = 200_000
const BATCH_FAULTS = 2_000

function* batches(table: RawTable): Generator<TableWorkerMessage> {
  const { records, recordNumbers, rowFaults, ...head } = table
  yield { type: 'head', table: head, recordCount: records.length }
  let from = 0
  let size = 0
  for (const [index, record] of records.entries()) {
    size += (record.length + 1) / BATCH_CELLS
    for (const cell of record) size += cell.length / BATCH_CHARACTERS
    if (size < 1 && index + 1 < records.length) continue
    yield {
      type: 'records',
      records: records.slice(from, index + 1),
      recordNumbers: recordNumbers.slice(from, index + 1),
    }
    from = index + 1
    size = 0
  }
  for (let at = 0; at < rowFaults.length; at += BATCH_FAULTS) {
    yield { type: 'faults', rowFaults: rowFaults.slice(at, at + BATCH_FAULTS) }
  }
  yield { type: 'end' }
}

async function answer(post: (message: TableWorkerMessage) => void, next: () => Promise<unknown>) {
  try {
    // The one who starts this worker passes exactly this.
    const { bytes, plan } = workerData as TableWorkerInput
    for (const message of batches(await parseTable(bytes, plan))) {
      post(message)
      if (message.type !== 'end') await next()
    }
  } catch (error) {
    if (error instanceof ImportError) post({ type: 'refused', code: error.code, limit: error.limit })
    else post({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

if (parentPort !== null) {
  const port = parentPort
  await answer(
    (message) => port.postMessage(message),
    () => once(port, 'message'),
  )
  port.close()
}
