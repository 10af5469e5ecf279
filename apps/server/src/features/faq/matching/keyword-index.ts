import type { FaqIndexEntry } from './faq-match.ts'
import { normalizeQuestion } from './normalize-question.ts'
import type { Query } from './query.ts'
import { stemWords } from './stem-words.ts'

interface Keyword {
  readonly entry: FaqIndexEntry
  readonly stems: readonly string[]
}

/** Words that alone mean an entry: whole words, in any inflection, several of them side by side. */
export function createKeywordIndex() {
  const byFirstStem = new Map<string, Keyword[]>()
  const keywordsOf = (entry: FaqIndexEntry) =>
    entry.keywords
      .map((keyword) => ({ entry, stems: stemWords(normalizeQuestion(keyword)).map(({ stem }) => stem) }))
      .filter(({ stems }) => stems.length > 0)
  return {
    add(entry: FaqIndexEntry): void {
      for (const keyword of keywordsOf(entry)) {
        const first = keyword.stems[0] ?? ''
        byFirstStem.set(first, [...(byFirstStem.get(first) ?? []), keyword])
      }
    },
    remove(entry: FaqIndexEntry): void {
      for (const { stems } of keywordsOf(entry)) {
        const first = stems[0] ?? ''
        const left = (byFirstStem.get(first) ?? []).filter((keyword) => keyword.entry.id !== entry.id)
        if (left.length > 0) byFirstStem.set(first, left)
        else byFirstStem.delete(first)
      }
    },
    /** A word that is denied ("без гарантии") is no keyword. */
    find(query: Query): FaqIndexEntry[] {
      if (byFirstStem.size === 0) return []
      return query.words.flatMap((word, position) =>
        (byFirstStem.get(word.stem) ?? [])
          .filter(({ stems }) =>
            stems.every((stem, offset) => query.words[position + offset]?.stem === stem && !query.negated.has(stem)),
          )
          .map(({ entry }) => entry),
      )
    },
  }
}
