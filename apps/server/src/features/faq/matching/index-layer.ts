import type { QuestionTerm } from './analyze-question.ts'
import type { FaqIndexEntry } from './faq-match.ts'
import type { IndexReader } from './index-reader.ts'
import { conceptsOf } from './question-lexicon.ts'
import { findSimilarTerms, type SimilarTerm } from './similar-terms.ts'

/** What is asked of a term again and again. */
export interface TermFacts {
  readonly stem: string
  readonly concepts: readonly number[]
  readonly isNumber: boolean
}

/** One index with its entries, and which of them were changed or removed since. */
export interface IndexLayer {
  readonly index: IndexReader
  readonly entries: readonly FaqIndexEntry[]
  isAlive(number: number): boolean
  retire(number: number): void
  /** Remembers what it found until `forget`. */
  similar(term: Pick<QuestionTerm, 'stem' | 'concepts'>): readonly SimilarTerm[]
  factsOf(termId: number): TermFacts
  /** After something was added. */
  forget(): void
}

const MAX_REMEMBERED = 4_000
const MAX_FACTS = 8_000

export function createIndexLayer(index: IndexReader, entries: readonly FaqIndexEntry[]): IndexLayer {
  let retired = new Uint8Array(entries.length)
  const similarByStem = new Map<string, readonly SimilarTerm[]>()
  const factsByTerm = new Map<number, TermFacts>()
  return {
    index,
    entries,
    isAlive: (number) => retired[number] !== 1,
    retire(number) {
      if (number >= retired.length) {
        const larger = new Uint8Array(Math.max(64, entries.length * 2))
        larger.set(retired)
        retired = larger
      }
      retired[number] = 1
    },
    similar({ stem, concepts }) {
      const known = similarByStem.get(stem)
      if (known) return known
      const found = findSimilarTerms(index, stem, concepts)
      if (similarByStem.size >= MAX_REMEMBERED) similarByStem.clear()
      similarByStem.set(stem, found)
      return found
    },
    factsOf(termId) {
      const known = factsByTerm.get(termId)
      if (known) return known
      const stem = index.stemAt(termId)
      const facts = { stem, concepts: conceptsOf(stem), isNumber: /^\p{N}+$/u.test(stem) }
      if (factsByTerm.size >= MAX_FACTS) factsByTerm.clear()
      factsByTerm.set(termId, facts)
      return facts
    },
    forget: () => similarByStem.clear(),
  }
}
