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

  push(item: T): void {
    if (this.#isEnded) return
    if (this.#items.length >= this.#capacity) {
      if (this.#overflow === 'end') {
        this.end()
        return
      }
      this.#items.shift()
    }
    this.#items.push(item)
    this.#wake?.()
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
      while (true) {
        const item = this.#items.shift()
        if (item !== undefined) yield item
        else if (this.#isEnded) return
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        if (signal.aborted) return
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#isEnded = true
    }
  }
}
