/**
 * An `AbortController` for work that is begun ten thousand times a second and nearly never cancelled: the controller itself is made for whoever asks
 * for its signal.
 */
export class Cancellation {
  #reason: Error | null = null
  #controller: AbortController | null = null
  #acts: (() => void)[] = []

  get isCancelled(): boolean {
    return this.#reason !== null
  }

  /** Null while it goes on. */
  get reason(): Error | null {
    return this.#reason
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#reason !== null) this.#controller.abort(this.#reason)
    }
    return this.#controller.signal
  }

  /** Only the first reason counts. */
  cancel(reason: Error = new DOMException('The client has left', 'AbortError')): void {
    if (this.#reason !== null) return
    this.#reason = reason
    this.#controller?.abort(reason)
    const acts = this.#acts
    this.#acts = []
    for (const act of acts) act()
  }

  /** Calls it once, at once where that has happened already; until `forget`. */
  whenCancelled(act: () => void): void {
    if (this.#reason === null) this.#acts.push(act)
    else act()
  }

  /** What is left in place is kept alive as long as this. */
  forget(act: () => void): void {
    const at = this.#acts.indexOf(act)
    if (at !== -1) this.#acts.splice(at, 1)
  }
}
