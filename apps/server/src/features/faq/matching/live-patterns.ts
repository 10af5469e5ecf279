import type { FaqIndexEntry } from './faq-match.ts'
import { type FaqPattern, FaqPatternError, parseFaqPattern } from './faq-pattern.ts'

/** At most 200 over all entries (checked where they are saved), so each is simply tried. */
export function createLivePatterns() {
  const patterns = new Map<string, { entry: FaqIndexEntry; compiled: readonly FaqPattern[] }>()
  return {
    /** Takes the place of what the entry had before. */
    put(entry: FaqIndexEntry): void {
      if (entry.patterns.length > 0) patterns.set(entry.id, { entry, compiled: entry.patterns.flatMap(tryParse) })
      else patterns.delete(entry.id)
    },
    remove: (id: string) => patterns.delete(id),
    find(normalized: string, written: string): FaqIndexEntry[] {
      if (patterns.size === 0) return []
      return [...patterns.values()]
        .filter(({ compiled }) => compiled.some((pattern) => pattern.matches(normalized, written)))
        .map(({ entry }) => entry)
    },
  }
}

/** Patterns are checked when they are saved; one that an older version let in matches nothing. */
function tryParse(source: string): FaqPattern[] {
  try {
    return [parseFaqPattern(source)]
  } catch (error) {
    if (error instanceof FaqPatternError) return []
    throw error
  }
}
