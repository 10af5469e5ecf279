/**
 * Several streams as one, in the order in which their items come. Each source is asked for its next item only when the last one
 * was taken, so a slow consumer slows all of them; whoever stops early releases them all.
 * @throws the first error of any source.
 */
export async function* mergeStreams<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]())
  const pending = new Map<number, Promise<{ index: number; result: IteratorResult<T> }>>()
  const ask = (index: number) => {
    const next = iterators[index]?.next()
    if (next)
      pending.set(
        index,
        next.then((result) => ({ index, result })),
      )
  }
  for (const index of iterators.keys()) ask(index)
  try {
    while (pending.size > 0) {
      const { index, result } = await Promise.race(pending.values())
      pending.delete(index)
      if (result.done) continue
      yield result.value
      ask(index)
    }
  } finally {
    // A promise that is no longer waited for must not end the process when it fails.
    for (const waiting of pending.values()) waiting.catch(() => {})
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()))
  }
}
