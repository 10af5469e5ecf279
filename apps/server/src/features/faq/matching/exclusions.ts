import { LRUCache } from 'lru-cache'
import type { FaqIndexEntry } from './faq-match.ts'
import { analyzeQuery, type Query } from './query.ts'

/** The share of common words from which a question says what an exclusion says. */
const SAME_FROM = 0.8

const analyzed = new LRUCache<string, Query>({ max: 5_000 })

/**
 * True when the owner said that this entry must not answer such a question: word for word, or when the question is more like
 * an exclusion than like the entry itself.
 */
export function isExcluded(query: Query, { question, phrasings, exclusions }: FaqIndexEntry): boolean {
  if (exclusions.length === 0) return false
  const excluded = exclusions.map(analyze)
  if (excluded.some(({ normalized }) => normalized === query.normalized)) return true
  const nearest = Math.max(...excluded.map((exclusion) => likeness(exclusion, query)))
  return (
    nearest >= SAME_FROM &&
    nearest > Math.max(...[question, ...phrasings].map((text) => likeness(analyze(text), query)))
  )
}

function analyze(text: string): Query {
  const known = analyzed.get(text) ?? analyzeQuery(text)
  analyzed.set(text, known)
  return known
}

/** Dice coefficient over stems. */
function likeness(left: Query, right: Query): number {
  const stems = new Set(left.terms.map(({ stem }) => stem))
  const common = right.terms.filter(({ stem }) => stems.has(stem)).length
  const total = left.terms.length + right.terms.length
  return total === 0 ? 0 : (2 * common) / total
}
