import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

/** Whoever takes the body of an answer: any number of `data`, then one `end` or one `error`. */
export interface AnswerReader {
  data(bytes: Buffer): void
  end(): void
  /** What is to be thrown: the vendor stalled or broke off, or the call was given up. */
  error(cause: unknown): void
}

interface Head {
  readonly controller: Dispatcher.DispatchController
  readonly status: number
  readonly headers: IncomingHttpHeaders
}

const nobody: AnswerReader = { data() {}, end() {}, error() {} }

/** The answer of a vendor while it comes in. What arrives before somebody reads waits here. */
export class VendorAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly #controller: Dispatcher.DispatchController
  /** Runs out when nothing arrives. */
  readonly #idleTimer: NodeJS.Timeout
  #isPaused = false
  #reader: AnswerReader | null = null
  #waiting: Buffer[] = []
  #end: { readonly failure: unknown } | null = null

  constructor({ controller, status, headers }: Head, idleTimer: NodeJS.Timeout) {
    this.#controller = controller
    this.#idleTimer = idleTimer
    this.status = status
    this.headers = headers
  }

  get isGood(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get hasEnded(): boolean {
    return this.#end !== null
  }

  /** While it is paused it owes nobody anything. */
  get isPaused(): boolean {
    return this.#isPaused
  }

  /** From now on, in place of whoever read before. */
  read(reader: AnswerReader): void {
    this.#reader = reader
    const waiting = this.#waiting
    this.#waiting = []
    for (const bytes of waiting) this.#reader.data(bytes)
    if (this.#end) this.#tellEnd(this.#end.failure)
  }

  pause(): void {
    this.#isPaused = true
    this.#controller.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#idleTimer.refresh()
    this.#controller.resume()
  }

  /** Closes the connection. Nobody is told. */
  destroy(): void {
    this.#reader = nobody
    if (!this.#end) this.#controller.abort(new Error('Nobody waits for this answer any more'))
  }

  /** Called as bytes come in. */
  push(bytes: Buffer): void {
    this.#idleTimer.refresh()
    if (this.#reader) this.#reader.data(bytes)
    else this.#waiting.push(bytes)
  }

  /** Called when no more bytes come, with null where nothing is missing. */
  finish(failure: unknown): void {
    if (this.#end) return
    this.#end = { failure }
    this.#tellEnd(failure)
  }

  #tellEnd(failure: unknown): void {
    if (failure === null) this.#reader?.end()
    else this.#reader?.error(failure)
  }
}
