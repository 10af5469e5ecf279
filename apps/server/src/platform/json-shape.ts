import { isUtf8 } from 'node:buffer'
import { AppError } from '#server/platform/app-error.ts'

/** Deeper than any form or schema of a tool. */
const MAX_DEPTH = 64
/** More values than any of our forms, and what parsing and checking manage in a few milliseconds. */
const MAX_VALUES = 20_000

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [...'"\\,[]{}'].map((character) =>
  character.charCodeAt(0),
)

/**
 * Looks at the bytes of a JSON text before it is parsed: a few kilobytes of brackets or commas cost megabytes and many milliseconds then, and
 * what is decoded as UTF-8 without being it is something that nobody wrote. One pass; says nothing of whether it is JSON.
 * @returns `validation_failed`, or null
 */
export function jsonShapeError(text: Uint8Array): AppError | null {
  if (!isUtf8(text)) return refusal('invalid_encoding', 'The body is not UTF-8')
  let [depth, values, isInString] = [0, 1, false]
  for (let index = 0; index < text.length; index++) {
    const byte = text[index]
    if (isInString) {
      if (byte === BACKSLASH) index++
      else if (byte === QUOTE) isInString = false
    } else if (byte === QUOTE) isInString = true
    else if (byte === COMMA) {
      if (++values > MAX_VALUES) return refusal('too_many_values', `More than ${MAX_VALUES} values`)
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return refusal('too_deep', `Nested more than ${MAX_DEPTH} levels deep`)
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--
  }
  return null
}

function refusal(code: string, message: string): AppError {
  return new AppError('validation_failed', { issues: [{ path: '', code, message }] })
}
