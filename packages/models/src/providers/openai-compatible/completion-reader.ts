import { EventParser } from '../../util/event-parser.ts'
import { type CompletionPiece, readCompletionObject } from './read-completion-object.ts'

/** No event of a completion, and no answer of a turn, is nearly as long. */
const MAX_CHARACTERS = 4 * 1024 * 1024

/** An answer as its bytes come in: a stream of events, or one object where the vendor does not stream. */
export class CompletionReader {
  readonly #events = new EventParser({ maxCharacters: MAX_CHARACTERS })
  readonly #decoder = new TextDecoder()
  /** Where it is one object. */
  #whole: string | null = null
  #hasBegun = false
  /** `[DONE]` was said: nothing follows. */
  isDone = false

  /** What can be read now. @throws RangeError, SyntaxError and CompletionFailure: what comes is no answer */
  push(bytes: Uint8Array): CompletionPiece[] {
    if (!this.#hasBegun) this.#begin(bytes)
    if (this.#whole === null) return this.#read(this.#events.push(bytes))
    this.#whole += this.#decoder.decode(bytes, { stream: true })
    if (this.#whole.length > MAX_CHARACTERS) throw new RangeError('An answer is too long')
    return []
  }

  /** What was still to be read when the last byte came. @throws as above */
  end(): CompletionPiece[] {
    return this.#whole === null ? this.#read(this.#events.end()) : [readCompletionObject(this.#whole)]
  }

  /** An event never begins with a brace; what the header says about it is not always true. */
  #begin(bytes: Uint8Array): void {
    const first = bytes.find((byte) => !isSpace(byte))
    if (first === undefined) return
    this.#hasBegun = true
    if (first === OPENING_BRACE) this.#whole = ''
  }

  #read(events: readonly string[]): CompletionPiece[] {
    const pieces: CompletionPiece[] = []
    for (const event of events) {
      if (this.isDone) break
      if (event.trim() === '[DONE]') this.isDone = true
      else if (event !== '') pieces.push(readCompletionObject(event))
    }
    return pieces
  }
}

const OPENING_BRACE = 0x7b
const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
