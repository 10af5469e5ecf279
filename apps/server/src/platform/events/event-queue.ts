/**
 * A bounded queue between one producer that never waits and one consumer that pulls.
 * When it is full the oldest item is dropped, or with `overflow: 'end'` the consumer is cut off.
 */
export class EventQueue<T> {
  readonly #items: T[] = []
  readonly #capacity: number
  readonly #overflow: 'drop-oldest' | 'end'
  #wake: (() => void) | null = null
  #isEnded = false

  constructor(options: { capacity: number; overflow: 'drop-oldest' | 'end' }) {
    this.#capacity = options.capacity
    this.#overflow = options.overflow
  }

  /** False where the item is lost: the queue has ended, or ends now because it is full. */
  push(item: T): boolean {
    if (this.#isEnded) return false
    if (this.#items.length >= this.#capacity) {
      if (this.#overflow === 'end') {
        this.end()
        return false
      }
      this.#items.shift()
    }
    this.#items.push(item)
    this.#wake?.()
    return true
  }

  end(): void {
    this.#isEnded = true
    this.#wake?.()
  }

  /** Items in order until `end` or abort. One consumer. */
  async *read(signal: AbortSignal): AsyncGenerator<T> {
    const onAbort = () => this.end()
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) this.end()
    try {
      while (!signal.aborted) {
        const item = this.#items.shift()
        if (item !== undefined) yield item
        else if (this.#isEnded) return
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#isEnded = true
    }
  }
}
