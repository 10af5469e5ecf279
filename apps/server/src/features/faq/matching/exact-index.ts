import type { FaqIndexEntry } from './faq-match.ts'
import { normalizeQuestion } from './normalize-question.ts'

/** Questions and phrasings by their normalised text. */
export function createExactIndex() {
  const entriesByKey = new Map<string, FaqIndexEntry[]>()
  const keysOf = ({ question, phrasings }: FaqIndexEntry) => new Set([question, ...phrasings].map(normalizeQuestion))
  return {
    add(entry: FaqIndexEntry): void {
      for (const key of keysOf(entry)) {
        const present = entriesByKey.get(key)
        if (present) present.push(entry)
        else if (key !== '') entriesByKey.set(key, [entry])
      }
    },
    remove(entry: FaqIndexEntry): void {
      for (const key of keysOf(entry)) {
        const left = (entriesByKey.get(key) ?? []).filter(({ id }) => id !== entry.id)
        if (left.length > 0) entriesByKey.set(key, left)
        else entriesByKey.delete(key)
      }
    },
    find: (normalized: string): readonly FaqIndexEntry[] => entriesByKey.get(normalized) ?? [],
  }
}
