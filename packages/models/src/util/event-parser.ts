const LINE_END = /\r\n|\n|\r/

/**
 * Server-sent events out of bytes that are cut anywhere, also inside a letter or between the two characters of a line's end.
 * Gives the data of each event; comments and names say nothing here. Source: WHATWG HTML, 9.2.6.
 */
export class EventParser {
  readonly #maxCharacters: number
  readonly #decoder = new TextDecoder()
  /** The beginning of a line that is not over. */
  #line = ''
  /** The last line ended with a carriage return: a line feed right behind it belongs to it. */
  #skipsLineFeed = false
  #data: string[] = []
  #dataCharacters = 0

  /** An event that is longer fills nobody's memory: it is an error. */
  constructor({ maxCharacters }: { maxCharacters: number }) {
    this.#maxCharacters = maxCharacters
  }

  /** The events that are whole now. @throws RangeError where one is too long */
  push(bytes: Uint8Array): string[] {
    return this.#read(this.#decoder.decode(bytes, { stream: true }))
  }

  /** The last event, where nobody has written the empty line behind it. @throws RangeError as above */
  end(): string[] {
    return this.#read(`${this.#decoder.decode()}\n\n`)
  }

  #read(decoded: string): string[] {
    if (decoded === '') return []
    const text = this.#skipsLineFeed && decoded.startsWith('\n') ? decoded.slice(1) : decoded
    this.#skipsLineFeed = decoded.endsWith('\r')
    const events: string[] = []
    // Only what is new is searched: a line that never ends costs no more than its length.
    const lines = text.split(LINE_END)
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      this.#take(this.#line + line, events)
      this.#line = ''
    }
    this.#line += rest
    if (this.#line.length + this.#dataCharacters > this.#maxCharacters) throw new RangeError('An event is too long')
    return events
  }

  #take(line: string, events: string[]): void {
    if (line === '') {
      if (this.#data.length > 0) events.push(this.#data.join('\n'))
      this.#data = []
      this.#dataCharacters = 0
    } else if (line.startsWith('data:')) this.#add(line.slice(line.startsWith('data: ') ? 6 : 5))
    else if (line === 'data') this.#add('')
  }

  #add(value: string): void {
    this.#data.push(value)
    this.#dataCharacters += value.length + 1
  }
}
