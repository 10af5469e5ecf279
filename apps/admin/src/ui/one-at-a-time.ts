/**
 * The same work, deaf to further presses until it has ended: of a double click the second half would find gone what the first has
 * taken away. Presses on different things, told apart by `keyOf`, don't wait for each other.
 */
export function oneAtATime<A extends unknown[]>(
  work: (...args: A) => Promise<unknown>,
  keyOf: (...args: A) => string = () => '',
): (...args: A) => Promise<void> {
  const running = new Set<string>()
  return async (...args) => {
    const key = keyOf(...args)
    if (running.has(key)) return
    running.add(key)
    try {
      await work(...args)
    } finally {
      running.delete(key)
    }
  }
}
