/** Half of what the event loop may be held for. */
const SLICE_MS = 5

/** Walks through a long list and lets others have their turn every few milliseconds. @throws the signal's reason on abort. */
export async function* abortableSlices<T>(items: readonly T[], signal: AbortSignal): AsyncGenerator<T> {
  let startedAt = performance.now()
  for (const item of items) {
    yield item
    if (performance.now() - startedAt < SLICE_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
    startedAt = performance.now()
  }
}
