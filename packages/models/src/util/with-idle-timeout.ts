/**
 * Passes items on and gives up when none comes for too long. `onTimeout` makes the error that is thrown.
 * The source is released however the loop ends.
 */
export async function* withIdleTimeout<T>(
  source: AsyncIterable<T>,
  options: { timeoutMs: number; onTimeout: () => Error },
): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  try {
    while (true) {
      const result = await nextWithin(iterator, options)
      if (result.done) return
      yield result.value
    }
  } finally {
    // Not awaited: a source that hangs would hang its release too. It stops by the signal it was given.
    iterator.return?.()?.catch(() => {})
  }
}

async function nextWithin<T>(
  iterator: AsyncIterator<T>,
  { timeoutMs, onTimeout }: { timeoutMs: number; onTimeout: () => Error },
): Promise<IteratorResult<T>> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(onTimeout()), timeoutMs)
  try {
    return await Promise.race([iterator.next(), promise])
  } finally {
    clearTimeout(timer)
  }
}
