import type { FaqIndexEntry } from './faq-match.ts'
import { type FaqPattern, FaqPatternError, parseFaqPattern } from './faq-pattern.ts'

/** At most 200 over all entries (checked where they are saved), so each is simply tried. */
export function createPatternIndex() {
  const patterns = new Map<string, { entry: FaqIndexEntry; compiled: readonly FaqPattern[] }>()
  return {
    add(entry: FaqIndexEntry): void {
      if (entry.patterns.length > 0) patterns.set(entry.id, { entry, compiled: entry.patterns.flatMap(tryParse) })
    },
    remove: ({ id }: FaqIndexEntry) => patterns.delete(id),
    find: (normalized: string): FaqIndexEntry[] =>
      [...patterns.values()]
        .filter(({ compiled }) => compiled.some((pattern) => pattern.matches(normalized)))
        .map(({ entry }) => entry),
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
