import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import type { Clock } from '#server/platform/clock.ts'
import { nextTurn } from '#server/platform/next-turn.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqIndex } from './faq-index.ts'

/** Clocks of two processes may differ a little, and a transaction takes a moment. Reading a change twice does no harm. */
const OVERLAP_MS = 60_000
/** Read and parsed in a few milliseconds. */
const PAGE_SIZE = 200

/** What another process changed (the CLI's import, another node) reaches this one's index. */
export function createFaqRefresh(deps: {
  repository: FaqRepository
  index: FaqIndex
  configChanges: ConfigChanges
  clock: Clock
}): void {
  const { repository, index, configChanges, clock } = deps
  let seenUntil = clock.now()
  configChanges.onRemoteChange('faq', async () => {
    const since = new Date(seenUntil.getTime() - OVERLAP_MS)
    seenUntil = clock.now()
    for (let after = { updatedAt: since.toISOString(), id: '' }; ; await nextTurn()) {
      const changed = await repository.changedAfter(after, PAGE_SIZE)
      await index.putMany(changed)
      const last = changed.at(-1)
      if (!last) return
      after = last
    }
  })
}
