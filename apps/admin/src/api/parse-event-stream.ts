export interface ServerSentEvent {
  /** The last id seen so far: what to send as `Last-Event-ID` after a break. Empty when there was none. */
  readonly id: string
  /** `message` unless the server says otherwise. */
  readonly type: string
  readonly data: string
}

/**
 * Parses an event stream as browsers do (WHATWG HTML, "Server-sent events", 9.2.6): any of the three line ends, across any
 * cuts of the bytes. An event without its blank line at the end of the stream is dropped.
 */
export async function* parseEventStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent, void> {
  const event = createEventBuffer()
  for await (const line of splitLines(chunks)) {
    const finished = event.take(line)
    if (finished) yield finished
  }
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  // The decoder drops one byte order mark at the start, as the format asks.
  const decoder = new TextDecoder()
  let rest = ''
  let endedWithReturn = false
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true })
    if (text === '') continue
    // A pair of CR and LF may be cut in two.
    if (endedWithReturn && text.startsWith('\n')) text = text.slice(1)
    endedWithReturn = text === '' ? false : text.endsWith('\r')
    const lines = (rest + text).split(/\r\n|\r|\n/)
    rest = lines.pop() ?? ''
    yield* lines
  }
}

function createEventBuffer() {
  let id = ''
  let type = ''
  let data: string[] = []

  function finish(): ServerSentEvent | null {
    const event = data.length === 0 ? null : { id, type: type === '' ? 'message' : type, data: data.join('\n') }
    type = ''
    data = []
    return event
  }

  return {
    take(line: string): ServerSentEvent | null {
      if (line === '') return finish()
      const colon = line.indexOf(':')
      const field = colon === -1 ? line : line.slice(0, colon)
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'data') data.push(value)
      else if (field === 'event') type = value
      else if (field === 'id' && !value.includes('\u0000')) id = value
      return null
    },
  }
}
