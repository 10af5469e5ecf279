import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { FaqRepository } from './faq.repository.ts'

const FLUSH_MS = 2_000

/** How often entries answered. A crash loses the last two seconds of a statistic, never an answer. */
export function createHitCounter({
  repository,
  writer,
  clock,
}: {
  repository: Pick<FaqRepository, 'compileHits'>
  writer: Pick<DurableWriter, 'commit'>
  clock: Clock
}) {
  let hits = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    const counted = hits
    hits = new Map()
    if (counted.size > 0) await writer.commit(repository.compileHits(counted, timestamp(clock)))
  }

  return {
    record(entryId: string): void {
      hits.set(entryId, (hits.get(entryId) ?? 0) + 1)
      // A failed write drops the counts: the database has worse troubles then, and says so elsewhere.
      timer ??= setTimeout(() => void flush().catch(() => {}), FLUSH_MS).unref()
    },
    close: flush,
  }
}
