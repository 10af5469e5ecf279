import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqEntryRecord } from './faq-entry.ts'

/** A commit of this many rows holds the write lock for a few milliseconds. */
const ROWS_AT_ONCE = 100
/** Each is a statement of its own, which has to be made. */
const CHANGES_AT_ONCE = 25

export interface FaqChange {
  readonly entry: FaqEntryRecord
  /** The version that is replaced. */
  readonly version: number
}

/**
 * Writes many entries without stopping anybody: in small commits on the writer's thread. It is not one transaction,
 * so whoever calls has stored beforehand how to take it back.
 */
export async function writeFaqEntries(
  deps: { repository: FaqRepository; writer: DurableWriter },
  work: { added: readonly FaqEntryRecord[]; changed: readonly FaqChange[] },
): Promise<void> {
  for (let start = 0; start < work.added.length; start += ROWS_AT_ONCE) {
    await deps.writer.commit([deps.repository.compileInsert(work.added.slice(start, start + ROWS_AT_ONCE))])
  }
  for (let start = 0; start < work.changed.length; start += CHANGES_AT_ONCE) {
    const some = work.changed.slice(start, start + CHANGES_AT_ONCE)
    await deps.writer.commit(some.map(({ entry, version }) => deps.repository.compileUpdate(entry, version)))
  }
}
