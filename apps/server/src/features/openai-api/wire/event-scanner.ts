import { type ReportedUsage, usageIn } from './reported-usage.ts'

export interface EventScannerOptions {
  /** The client did not ask for usage, we did: the event that holds nothing else is kept from him. */
  readonly dropsUsageEvents: boolean
}

const [LINE_FEED, CARRIAGE_RETURN, COLON, SPACE, TAB] = [0x0a, 0x0d, 0x3a, 0x20, 0x09]
const [OPEN_BRACE, CLOSE_BRACE, QUOTE, OPEN_BRACKET] = [0x7b, 0x7d, 0x22, 0x5b]
const NOWHERE = -1
const usageName = Buffer.from('"usage"')
const dataField = Buffer.from('data:')
const done = Buffer.from('[DONE]')
const byteOrderMark = Buffer.from('\ufeff')
/** Some say with every event that there is none. */
const errorStart = /^\{\s*"error"\s*:(?!\s*null)/
const ERROR_START_BYTES = 40
const finishReason = /"finish_reason"\s*:\s*"/
/** No event of a completion is that large; one that is, is none. */
const MAX_EVENT_BYTES = 4 * 1024 * 1024

/**
 * Server-sent events of a completion as bytes: hands on whole events untouched and looks only at what it must know.
 * Parsed is an event that carries usage, nothing else.
 */
export class EventScanner {
  readonly #options: EventScannerOptions
  #held: Buffer = Buffer.alloc(0)
  #hasBegun = false
  /** Of the lines; null while none has ended. */
  #lineEnd: number | null = null
  #lastEvent: Buffer = Buffer.alloc(0)
  #isFinished = false
  usage: ReportedUsage | null = null
  /** Events with content; about one a token. */
  eventCount = 0
  /** `[DONE]` was seen: what follows is not looked at. */
  isDone = false
  /** An event that can't be one of a completion, or the vendor's own error in mid-stream. */
  failure: { readonly kind: 'rubbish' } | { readonly kind: 'error'; readonly event: Buffer } | null = null

  constructor(options: EventScannerOptions) {
    this.#options = options
  }

  /** The whole events of what has come so far; empty while none is complete. Stops at the first failure. */
  push(chunk: Buffer): Buffer {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    const kept: Buffer[] = []
    if (this.#lineEnd !== LINE_FEED) this.#writeLineFeeds(bytes)
    let start = !this.#hasBegun && startsWith(bytes, 0, byteOrderMark) ? byteOrderMark.length : 0
    let keepFrom = start
    while (!this.isDone && this.failure === null) {
      const end = endOfEvent(bytes, start)
      if (end === NOWHERE) break
      this.#hasBegun = true
      const isDropped = !this.#read(bytes, start, end)
      if (isDropped || this.failure !== null) {
        if (start > keepFrom) kept.push(bytes.subarray(keepFrom, start))
        keepFrom = end
      }
      start = end
    }
    if (start > keepFrom) kept.push(bytes.subarray(keepFrom, start))
    this.#held = bytes.subarray(start)
    if (this.#held.length > MAX_EVENT_BYTES) this.failure ??= { kind: 'rubbish' }
    return kept.length === 1 && kept[0] ? kept[0] : Buffer.concat(kept)
  }

  /** True when the answer was whole, although nobody said `[DONE]`. Asked at the end of the stream. */
  hasFinished(): boolean {
    return this.isDone || this.#isFinished || finishReason.test(this.#lastEvent.toString('latin1'))
  }

  /** Lines may end with a carriage return alone, too. Whoever writes so never writes a line feed. */
  #writeLineFeeds(bytes: Buffer): void {
    const first = bytes.indexOf(CARRIAGE_RETURN)
    if (bytes.includes(LINE_FEED)) this.#lineEnd ??= LINE_FEED
    else if (first !== NOWHERE && first < bytes.length - 1) this.#lineEnd = CARRIAGE_RETURN
    if (this.#lineEnd !== CARRIAGE_RETURN) return
    for (let at = first; at !== NOWHERE; at = bytes.indexOf(CARRIAGE_RETURN, at + 1)) bytes[at] = LINE_FEED
  }

  /** False for an event that the client must not see. */
  #read(bytes: Buffer, start: number, end: number): boolean {
    const data = dataOf(bytes, start, end)
    if (!data) return true
    if (data[0] === OPEN_BRACKET && data.equals(done)) {
      this.isDone = true
      return true
    }
    if (!looksLikeObject(data)) {
      this.failure = { kind: 'rubbish' }
      return false
    }
    const head = data.toString('latin1', 0, ERROR_START_BYTES)
    if (errorStart.test(head)) {
      this.failure = { kind: 'error', event: data }
      return false
    }
    this.eventCount++
    if (!hasUsage(data)) {
      this.#lastEvent = data
      return true
    }
    return this.#readUsage(data)
  }

  #readUsage(data: Buffer): boolean {
    // The last one before it may be the one that said that the answer is finished.
    this.#isFinished ||= finishReason.test(this.#lastEvent.toString('latin1'))
    this.#lastEvent = data
    const event = parse(data)
    if (event === undefined) {
      this.failure = { kind: 'rubbish' }
      return false
    }
    this.usage = usageIn(event) ?? this.usage
    return !(this.#options.dropsUsageEvents && hasNoChoices(event))
  }
}

/** Behind the empty line that ends the event; -1 while it is not there. With or without carriage returns before the line feeds (HTML, 9.2.5). */
function endOfEvent(bytes: Buffer, start: number): number {
  for (let feed = bytes.indexOf(LINE_FEED, start); feed !== -1; feed = bytes.indexOf(LINE_FEED, feed + 1)) {
    if (bytes[feed + 1] === LINE_FEED) return feed + 2
    if (bytes[feed + 1] === CARRIAGE_RETURN && bytes[feed + 2] === LINE_FEED) return feed + 3
  }
  return NOWHERE
}

/** What the event says; null for one that is a comment or names something only. */
function dataOf(bytes: Buffer, start: number, end: number): Buffer | null {
  const lines: Buffer[] = []
  for (let line = start; line < end; ) {
    const feed = bytes.indexOf(LINE_FEED, line)
    const lineEnd = bytes[feed - 1] === CARRIAGE_RETURN ? feed - 1 : feed
    if (startsWith(bytes, line, dataField)) {
      lines.push(trimmed(bytes, line + dataField.length, lineEnd))
    } else if (lineEnd > line && bytes[line] !== COLON && !isField(bytes, line, lineEnd)) return rubbish
    line = feed + 1
  }
  if (lines.length <= 1) return lines[0] ?? null
  return Buffer.from(lines.map((one) => one.toString('utf8')).join('\n'))
}

/** What stands around JSON says nothing, and no string of it goes over the end of a line. */
function trimmed(bytes: Buffer, start: number, end: number): Buffer {
  let [from, to] = [start, end]
  while (from < to && isSpace(bytes[from])) from++
  while (to > from && isSpace(bytes[to - 1])) to--
  return bytes.subarray(from, to)
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === TAB || byte === CARRIAGE_RETURN
}

const rubbish = Buffer.from('?')
/** Clients pass over a field that they don't know (HTML, 9.2.6). */
const otherField = /^(?:[a-z][\w-]*:|(?:event|id|retry)$)/
const LONGEST_FIELD_NAME = 64

function isField(bytes: Buffer, start: number, end: number): boolean {
  return otherField.test(bytes.toString('latin1', start, Math.min(end, start + LONGEST_FIELD_NAME)))
}

function startsWith(bytes: Buffer, start: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[start + index] !== wanted[index]) return false
  return true
}

/** Cheaper than parsing, and enough to tell a completion from a page of HTML or half an event. */
function looksLikeObject(data: Buffer): boolean {
  if (data[0] !== OPEN_BRACE || data.at(-1) !== CLOSE_BRACE) return false
  let second = 1
  while (isSpace(data[second])) second++
  return data[second] === QUOTE || data[second] === CLOSE_BRACE
}

/** A `"usage"` that is not null. Inside of a text its quotes would be escaped. */
function hasUsage(data: Buffer): boolean {
  for (let found = data.indexOf(usageName); found !== -1; found = data.indexOf(usageName, found + 1)) {
    let value = found + usageName.length
    while (isSpace(data[value]) || data[value] === COLON) value++
    if (data[value] === OPEN_BRACE) return true
  }
  return false
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8'))
  } catch {
    // Looked like an object and is none.
    return undefined
  }
}

function hasNoChoices(event: unknown): boolean {
  const choices = typeof event === 'object' && event !== null && 'choices' in event ? event.choices : null
  return choices === null || (Array.isArray(choices) && choices.length === 0)
}
