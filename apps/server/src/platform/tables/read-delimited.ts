/**
 * Characters that may be read in vain while looking for the end of broken quotes. After that a quoted cell must end on
 * its own line, which keeps the whole reading linear whatever the file holds.
 */
const MAX_PATIENCE_CHARACTERS = 4_000_000
const QUOTE = '"'
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

export type DelimitedRecord = { cells: string[]; number: number; isBroken: boolean }

type Reader = {
  text: string
  delimiter: string
  delimiterCode: number
  lastQuote: number
  maxSpan: number
  patience: number
}

/**
 * Reads CSV (RFC 4180; LF, CR or CRLF) one record at a time; blank lines count but are not yielded.
 *
 * Lenient in the way people's files need: a quote inside a quoted cell may stand alone, spaces may surround quotes.
 * A quote that is never closed spoils its own line only: that line is yielded as broken, split without regard to
 * quotes, and reading goes on with the next one. (General CSV parsers give up there, or swallow the rows that follow.)
 */
export function* readDelimited(
  text: string,
  delimiter: string,
  options: { maxSpanCharacters: number },
): Generator<DelimitedRecord> {
  const reader: Reader = {
    text,
    delimiter,
    delimiterCode: delimiter.charCodeAt(0),
    lastQuote: text.lastIndexOf(QUOTE),
    maxSpan: options.maxSpanCharacters,
    patience: Math.min(MAX_PATIENCE_CHARACTERS, text.length * 2),
  }
  let at = 0
  for (let number = 1; at < text.length; number += 1) {
    const { cells, end, isBroken } = readRecord(reader, at)
    at = end
    if (cells.some((cell) => cell.trim() !== '')) yield { cells, number, isBroken }
  }
}

function readRecord(reader: Reader, start: number): { cells: string[]; end: number; isBroken: boolean } {
  const { text } = reader
  const cells: string[] = []
  let at = start
  for (;;) {
    const quoteAt = findOpeningQuote(text, at)
    if (quoteAt === null) {
      const end = plainEnd(reader, at)
      cells.push(text.slice(at, end))
      at = end
    } else {
      const quoted = readQuoted(reader, quoteAt)
      if (quoted === null) return readBrokenLine(reader, start)
      cells.push(quoted.value)
      at = quoted.end
    }
    if (at >= text.length) return { cells, end: at, isBroken: false }
    if (text.charCodeAt(at) !== reader.delimiterCode) return { cells, end: afterLineBreak(text, at), isBroken: false }
    at += 1
  }
}

function findOpeningQuote(text: string, start: number): number | null {
  let at = start
  while (text[at] === ' ') at += 1
  return text[at] === QUOTE ? at : null
}

function plainEnd({ text, delimiterCode }: Reader, start: number): number {
  let at = start
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === delimiterCode || code === LINE_FEED || code === CARRIAGE_RETURN) break
  }
  return at
}

/** The value of the quoted cell that opens at `start` and where the text goes on, or null when the quote never closes. */
function readQuoted(reader: Reader, start: number): { value: string; end: number } | null {
  const { text } = reader
  const parts: string[] = []
  let hasLineBreak = false
  let from = start + 1
  let reached = from
  while (from <= reader.lastQuote) {
    const quote = text.indexOf(QUOTE, from)
    reached = quote
    if (quote - start > reader.maxSpan) break
    const piece = text.slice(from, quote)
    hasLineBreak ||= /[\r\n]/.test(piece)
    if (hasLineBreak && reader.patience <= 0) return null
    const isEscaped = text[quote + 1] === QUOTE
    const end = isEscaped ? null : closingEnd(reader, quote)
    if (end !== null) return { value: parts.join('') + piece, end }
    if (!isEscaped && hasLineBreak && beginsCell(reader, quote)) break
    parts.push(piece, QUOTE)
    from = quote + (isEscaped ? 2 : 1)
  }
  reader.patience -= reached - start
  return null
}

/** Where the cell ends when this quote closes it: only spaces may stand before the delimiter or the line's end. */
function closingEnd({ text, delimiterCode }: Reader, quote: number): number | null {
  let at = quote + 1
  while (text[at] === ' ') at += 1
  if (at >= text.length) return at
  const code = text.charCodeAt(at)
  return code === delimiterCode || code === LINE_FEED || code === CARRIAGE_RETURN ? at : null
}

/** A quote that begins a cell on a later line tells that the one we come from was never closed. */
function beginsCell({ text, delimiter }: Reader, quote: number): boolean {
  const before = text[quote - 1]
  return before === delimiter || before === '\n' || before === '\r'
}

function readBrokenLine(
  { text, delimiter }: Reader,
  start: number,
): { cells: string[]; end: number; isBroken: boolean } {
  const end = lineEnd(text, start)
  return { cells: text.slice(start, end).split(delimiter), end: afterLineBreak(text, end), isBroken: true }
}

function lineEnd(text: string, start: number): number {
  let at = start
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break
  }
  return at
}

function afterLineBreak(text: string, at: number): number {
  return text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1
}
