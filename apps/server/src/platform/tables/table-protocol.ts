import type { ImportErrorCode } from './import-error.ts'
import type { RawTable } from './import-table.ts'
import type { ReadingPlan } from './parse-table.ts'

/** What the table worker is started with. */
export type TableWorkerInput = { bytes: Uint8Array; plan: ReadingPlan }

/** Records travel in batches, each asked for with `'next'`, because receiving them all at once would hold the event loop. */
export type TableWorkerMessage =
  | { type: 'head'; table: Omit<RawTable, 'records' | 'recordNumbers' | 'rowFaults'>; recordCount: number }
  | { type: 'records'; records: string[][]; recordNumbers: number[] }
  | { type: 'faults'; rowFaults: RawTable['rowFaults'] }
  | { type: 'end' }
  | { type: 'refused'; code: ImportErrorCode; limit: number | undefined }
  | { type: 'failed'; message: string }
