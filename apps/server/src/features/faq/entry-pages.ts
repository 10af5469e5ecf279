import { collectYoung } from '#server/platform/collect-young.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqEntryRecord } from './faq-entry.ts'

/** What is kept of them is copied by the collector in a few milliseconds. */
const PAGES_A_COLLECTION = 4

/**
 * Every live entry, a page at a time, with a turn for others behind each: a synchronous driver would read the next one in the same turn
 * of the event loop. `areKept` where all of them stay in memory.
 */
export async function* entryPages(
  repository: Pick<FaqRepository, 'pageById'>,
  { pageSize, areKept, signal }: { pageSize: number; areKept: boolean; signal: AbortSignal },
): AsyncGenerator<FaqEntryRecord[]> {
  for (let [afterId, pages] = ['', 1]; ; pages++) {
    signal.throwIfAborted()
    const page = await repository.pageById(afterId, pageSize)
    const last = page.at(-1)
    if (!last) return
    yield page
    afterId = last.id
    await nextTurn()
    if (areKept && pages % PAGES_A_COLLECTION === 0) await collectYoung()
  }
}
