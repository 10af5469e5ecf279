import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { FaqRepository } from './faq.repository.ts'
import type { FaqIndex } from './faq-index.ts'

/** Clocks of two processes may differ a little, and a transaction takes a moment. Reading a change twice does no harm. */
const OVERLAP_MS = 60_000

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
    index.put(await repository.changedSince(since.toISOString()))
  })
}
