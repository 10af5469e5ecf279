import { entryPages } from './entry-pages.ts'
import type { FaqRepository } from './faq.repository.ts'
import { fieldsOf } from './faq-entry.ts'
import type { TransferEntry } from './transfer/import-row.ts'
import { entryWriters } from './transfer/write-entries.ts'

/** Read and parsed in a millisecond, and little to copy for the collector, whoever else takes a file meanwhile. */
const PAGE_SIZE = 50

/** All entries as a file, in the order they were made. */
export type FaqExport = (format: keyof typeof entryWriters, signal: AbortSignal) => Promise<Uint8Array>

export function createFaqExport({ repository }: { repository: FaqRepository }): FaqExport {
  return (format, signal) => entryWriters[format](readAll(repository, signal), { signal })
}

/** A page at a time: what is written already need not be kept. */
async function* readAll(repository: FaqRepository, signal: AbortSignal): AsyncGenerator<TransferEntry> {
  for await (const page of entryPages(repository, { pageSize: PAGE_SIZE, areKept: false, signal }))
    yield* page.map(fieldsOf)
}
