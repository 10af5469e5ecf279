import { LRUCache } from 'lru-cache'
import { type AnalyzedQuestion, analyzeQuestion } from './analyze-question.ts'
import type { FaqIndexEntry } from './faq-match.ts'

/** The share of common words from which a question says what an exclusion says. */
const SAME_FROM = 0.8

const analyzed = new LRUCache<string, AnalyzedQuestion>({ max: 5_000 })

/**
 * True when the owner said that this entry must not answer such a question: the exclusion is asked word for word, or it adds a
 * word to the entry and the question has all its words, or the question is more like the exclusion than like the entry.
 */
export function isExcluded(question: AnalyzedQuestion, entry: FaqIndexEntry): boolean {
  if (entry.exclusions.length === 0) return false
  const own = [entry.question, ...entry.phrasings].map(analyze)
  const ownStems = new Set(own.flatMap(contentStems))
  const asked = new Set(question.terms.flatMap(({ stem, writtenStem }) => [stem, writtenStem]))
  const nearestOwn = Math.max(...own.map((phrase) => likeness(phrase, question)))
  return entry.exclusions.map(analyze).some((exclusion) => {
    if (exclusion.normalized !== '' && exclusion.normalized === question.normalized) return true
    const stems = contentStems(exclusion)
    if (stems.some((stem) => !ownStems.has(stem)) && stems.every((stem) => asked.has(stem))) return true
    const alike = likeness(exclusion, question)
    return alike >= SAME_FROM && alike > nearestOwn
  })
}

function analyze(text: string): AnalyzedQuestion {
  const known = analyzed.get(text) ?? analyzeQuestion(text)
  analyzed.set(text, known)
  return known
}

function contentStems({ terms }: AnalyzedQuestion): string[] {
  return terms.filter(({ wordClass }) => wordClass === 0).map(({ stem }) => stem)
}

/** Dice coefficient over stems. */
function likeness(left: AnalyzedQuestion, right: AnalyzedQuestion): number {
  const stems = new Set(left.terms.map(({ stem }) => stem))
  const common = right.terms.filter(({ stem, writtenStem }) => stems.has(stem) || stems.has(writtenStem)).length
  const total = left.terms.length + right.terms.length
  return total === 0 ? 0 : (2 * common) / total
}
