import { nextTurn } from '#server/platform/next-turn.ts'

/** The event loop may be held for 10: what one item takes and a collection of garbage may come on top. */
const SLICE_MS = 2

/** Does something with every item and lets others have their turn every few milliseconds. @throws the signal's reason on abort */
export async function walkInSlices<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, position: number) => void,
): Promise<void> {
  let startedAt = performance.now()
  for (const [position, item] of items.entries()) {
    work(item, position)
    if (performance.now() - startedAt < SLICE_MS) continue
    await nextTurn()
    signal.throwIfAborted()
    startedAt = performance.now()
  }
}
