import { AppError } from '#server/platform/app-error.ts'
import { FaqPatternError, parseFaqPattern } from './matching/faq-pattern.ts'

/** Over the whole FAQ: each one is tried on every question that nothing else has answered. */
export const MAX_PATTERNS = 200

/** @throws AppError `faq_pattern_invalid` by the path of each wrong one, `faq_pattern_limit` */
export function checkPatterns(patterns: readonly string[], othersCount: number): void {
  const issues = patterns.flatMap((source, index) => {
    const reason = findPatternProblem(source)
    return reason === null ? [] : [{ path: `patterns[${index}]`, code: 'faq_pattern_invalid', message: reason }]
  })
  if (issues.length > 0) throw new AppError('faq_pattern_invalid', { issues })
  if (patterns.length > 0 && othersCount + patterns.length > MAX_PATTERNS)
    throw new AppError('faq_pattern_limit', { detail: `At most ${MAX_PATTERNS} patterns in all` })
}

/** Why a pattern can't be used, or null. */
export function findPatternProblem(source: string): string | null {
  try {
    parseFaqPattern(source)
    return null
  } catch (error) {
    if (error instanceof FaqPatternError) return error.message
    throw error
  }
}
