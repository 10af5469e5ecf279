import { RE2JS } from 're2js'

/** A pattern that can't be used; the message says why. */
export class FaqPatternError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FaqPatternError'
  }
}

export interface FaqPattern {
  matches(normalized: string): boolean
}

/**
 * `/regex/flags` (flags `i`, `s`, `m`), found anywhere in the question; or words with `*` for anything, which must be the whole question.
 * Both run in linear time (RE2), on the normalised question.
 * @throws FaqPatternError
 */
export function parseFaqPattern(source: string): FaqPattern {
  const regex = /^\/(.+)\/([a-z]*)$/su.exec(source.trim())
  return regex ? compileRegex(regex[1] ?? '', regex[2] ?? '') : compileWildcard(source)
}

function compileRegex(body: string, letters: string): FaqPattern {
  let flags = RE2JS.CASE_INSENSITIVE
  for (const letter of letters) {
    if (letter === 's') flags |= RE2JS.DOTALL
    else if (letter === 'm') flags |= RE2JS.MULTILINE
    else if (letter !== 'i' && letter !== 'u')
      throw new FaqPatternError(`The flag ${letter} is not known; i, s and m are`)
  }
  const compiled = compile(body.replaceAll('ё', 'е').replaceAll('Ё', 'Е'), flags)
  if (compiled.matcher('').find())
    throw new FaqPatternError('It matches an empty question, so it would answer everything')
  return { matches: (normalized) => compiled.matcher(normalized).find() }
}

function compileWildcard(source: string): FaqPattern {
  const parts = source.split('*').map((part) =>
    part
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[^\p{L}\p{N}]+/gu, ' '),
  )
  if (parts.every((part) => part.trim() === ''))
    throw new FaqPatternError('It has no words, so it would answer everything')
  const body = parts.map((part) => RE2JS.quote(part.trim())).join('.*')
  const compiled = compile(`^${body}$`, RE2JS.DOTALL)
  return { matches: (normalized) => compiled.matches(normalized) }
}

function compile(body: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(body, flags)
  } catch (error) {
    throw new FaqPatternError(error instanceof Error ? error.message : 'It is not a regular expression')
  }
}
