import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Patience } from './patience.ts'

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
  /** Spent when nothing arrives. */
  readonly #patience: Patience
  #reader: AnswerReader | null = null
  #waiting: Buffer[] = []
  #end: { readonly failure: unknown } | null = null

  constructor({ controller, status, headers }: Head, patience: Patience) {
    this.#controller = controller
    this.#patience = patience
    this.status = status
    this.headers = headers
  }

  get isGood(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get hasEnded(): boolean {
    return this.#end !== null
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
    this.#patience.suspend()
    this.#controller.pause()
  }

  resume(): void {
    this.#patience.renew()
    this.#controller.resume()
  }

  /** Closes the connection. Nobody is told. */
  destroy(): void {
    this.#reader = nobody
    if (!this.#end) this.#controller.abort(new Error('Nobody waits for this answer any more'))
  }

  /** Called as bytes come in. */
  push(bytes: Buffer): void {
    this.#patience.renew()
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
