import { RE2JS } from 're2js'
import { normalizeQuestion } from './normalize-question.ts'

/** A pattern that can't be used; the message says why. */
export class FaqPatternError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FaqPatternError'
  }
}

export interface FaqPattern {
  /** `written` is the question as it was typed, for expressions that look at punctuation. @default the normalised question */
  matches(normalized: string, written?: string): boolean
}

/** Longer expressions are programs, and a compiled one is many times as large. */
const MAX_PATTERN_LENGTH = 500

/**
 * `/regex/flags` (flags `i`, `s`, `m`, `u`), found anywhere in the question; or words with `*` for anything, which must be the
 * whole question. Both take linear time: RE2 for expressions, a walk from star to star for words.
 * @throws FaqPatternError
 */
export function parseFaqPattern(source: string): FaqPattern {
  const trimmed = source.trim()
  if (trimmed.length > MAX_PATTERN_LENGTH)
    throw new FaqPatternError(`It is longer than ${MAX_PATTERN_LENGTH} characters`)
  const regex = /^\/(.+)\/([a-z]*)$/su.exec(trimmed)
  return regex ? compileRegex(regex[1] ?? '', regex[2] ?? '') : compileWildcard(trimmed)
}

function compileRegex(body: string, letters: string): FaqPattern {
  let flags = RE2JS.CASE_INSENSITIVE
  for (const letter of letters) {
    if (letter === 's') flags |= RE2JS.DOTALL
    else if (letter === 'm') flags |= RE2JS.MULTILINE
    else if (letter !== 'i' && letter !== 'u')
      throw new FaqPatternError(`The flag ${letter} is not known; i, s, m and u are`)
  }
  const compiled = compile(body.replaceAll('ё', 'е').replaceAll('Ё', 'Е'), flags)
  if (compiled.matcher('').find())
    throw new FaqPatternError('It matches an empty question, so it would answer everything')
  return {
    matches: (normalized, written) =>
      compiled.matcher(normalized).find() ||
      (written !== undefined && written !== normalized && compiled.matcher(written).find()),
  }
}

function compile(body: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(body, flags)
  } catch (error) {
    throw new FaqPatternError(error instanceof Error ? error.message : 'It is not a regular expression')
  }
}

function compileWildcard(source: string): FaqPattern {
  const parts = source.split('*').map(normalizeQuestion)
  if (parts.every((part) => part === '')) throw new FaqPatternError('It has no words, so it would answer everything')
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return { matches: (normalized) => normalized === first }
  return {
    matches(normalized) {
      if (!normalized.startsWith(first) || !normalized.endsWith(last)) return false
      let position = first.length
      for (const part of rest) {
        const found = normalized.indexOf(part, position)
        if (found === -1) return false
        position = found + part.length
      }
      return position <= normalized.length - last.length
    },
  }
}
