import type { FaqRepository } from './faq.repository.ts'
import { fieldsOf } from './faq-entry.ts'
import type { TransferEntry } from './transfer/import-row.ts'
import { writeCsv } from './transfer/write-csv.ts'
import { writeJson } from './transfer/write-json.ts'
import { writeXlsx } from './transfer/write-xlsx.ts'

const PAGE_SIZE = 500

const writers = { csv: writeCsv, xlsx: writeXlsx, json: writeJson }

/** All entries as a file, in the order they were made. */
export type FaqExport = (format: keyof typeof writers, signal: AbortSignal) => Promise<Uint8Array>

export function createFaqExport({ repository }: { repository: FaqRepository }): FaqExport {
  return async (format, signal) => writers[format](await readAll(repository, signal), { signal })
}

async function readAll(repository: FaqRepository, signal: AbortSignal): Promise<TransferEntry[]> {
  const entries: TransferEntry[] = []
  for (let afterId = ''; !signal.aborted; ) {
    const page = await repository.pageById(afterId, PAGE_SIZE)
    entries.push(...page.map(fieldsOf))
    const last = page.at(-1)
    if (!last) break
    afterId = last.id
    await new Promise((resolve) => setImmediate(resolve))
  }
  return entries
}
