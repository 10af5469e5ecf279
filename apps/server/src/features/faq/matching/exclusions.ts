import { LRUCache } from 'lru-cache'
import type { FaqIndexEntry } from './faq-match.ts'
import { analyzeQuery, type Query } from './query.ts'

/** The share of common words from which a question says what an exclusion says. */
const SAME_FROM = 0.8

const analyzed = new LRUCache<string, Query>({ max: 5_000 })

/** True when the owner said that this entry must not answer such a question. */
export function isExcluded(query: Query, { exclusions }: FaqIndexEntry): boolean {
  return exclusions.some((text) => {
    const exclusion = analyzed.get(text) ?? analyzeQuery(text)
    analyzed.set(text, exclusion)
    return exclusion.normalized === query.normalized || likeness(exclusion, query) >= SAME_FROM
  })
}

/** Dice coefficient over stems. */
function likeness(left: Query, right: Query): number {
  const stems = new Set(left.terms.map(({ stem }) => stem))
  const common = right.terms.filter(({ stem }) => stems.has(stem)).length
  const total = left.terms.length + right.terms.length
  return total === 0 ? 0 : (2 * common) / total
}
