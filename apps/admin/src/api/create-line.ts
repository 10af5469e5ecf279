/** Does what is asked for one after the other, so that a later wish is never overtaken by an earlier one that took longer. */
export function createLine(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const result = last.then(work)
    last = result.catch(() => undefined) // Whoever asked is told; the next one goes its own way.
    return result
  }
}
