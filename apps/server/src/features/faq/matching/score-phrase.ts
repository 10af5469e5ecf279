import type { Query } from './query.ts'
import type { SimilarTerm } from './vocabulary.ts'

export interface WeightedTerm {
  readonly stem: string
  readonly text: string
  /** Terms of the index it may stand for, best first. */
  readonly variants: readonly SimilarTerm[]
  readonly weight: number
}

export interface PhraseScore {
  /** 0 to 1. */
  readonly score: number
  readonly matches: readonly { readonly text: string; readonly termId: number }[]
}

interface Comparison {
  query: Query
  terms: readonly WeightedTerm[]
  phrase: Query
  termIds: readonly number[]
  idf(termId: number): number
  areOpposite: boolean
}

/** How much each side counts: what the visitor said that the phrase explains, and what the phrase says that he asked for. */
const QUERY_SHARE = 0.58
const PHRASE_SHARE = 0.42
/** A word or two of a phrase are not the phrase: below half of it the score falls. */
const LEAST_FACTOR = 0.6
const LEAST_SLOPE = 0.8
/** A denial, a contrary verb or another number on one side only: alike in words, not in meaning. */
const CONTRADICTION_FACTOR = 0.5

/** The score of one phrase: weighted coverage both ways, less where the two say contrary things. */
export function scorePhrase({ query, terms, phrase, termIds, idf, areOpposite }: Comparison): PhraseScore {
  const present = new Set(termIds)
  const covered = new Map<number, number>()
  const matches: { text: string; termId: number }[] = []
  let [matched, total] = [0, 0]
  for (const { text, variants, weight } of terms) {
    total += weight
    const best = variants.find(({ termId }) => present.has(termId))
    if (!best) continue
    matched += weight * best.likeness
    matches.push({ text, termId: best.termId })
    covered.set(best.termId, Math.max(covered.get(best.termId) ?? 0, best.likeness))
    // A word that is hit as itself also covers its concept, and the other way round.
    for (const { termId, likeness } of variants)
      if (present.has(termId)) covered.set(termId, Math.max(covered.get(termId) ?? 0, likeness))
  }
  const queryCoverage = total === 0 ? 0 : matched / total
  const phraseCoverage = coverageOf(phrase, termIds, covered, idf)
  const covering = QUERY_SHARE * queryCoverage + PHRASE_SHARE * phraseCoverage
  const score = covering * Math.min(1, LEAST_FACTOR + LEAST_SLOPE * phraseCoverage)
  return { score: contradicts(query, phrase, areOpposite) ? score * CONTRADICTION_FACTOR : score, matches }
}

/** Stems come first among a phrase's terms, its concepts after them: only the stems are counted, a concept can stand in for one. */
function coverageOf(
  phrase: Query,
  termIds: readonly number[],
  covered: ReadonlyMap<number, number>,
  idf: (termId: number) => number,
): number {
  const conceptLikeness = Math.max(0, ...termIds.slice(phrase.terms.length).map((termId) => covered.get(termId) ?? 0))
  let [matched, total] = [0, 0]
  phrase.terms.forEach(({ weight, hasConcept }, position) => {
    const termId = termIds[position]
    if (termId === undefined) return
    const value = weight * idf(termId)
    total += value
    matched += value * (covered.get(termId) ?? (hasConcept ? conceptLikeness : 0))
  })
  return total === 0 ? 0 : matched / total
}

function contradicts(query: Query, phrase: Query, areOpposite: boolean): boolean {
  if (areOpposite) return true
  if (differInNegation(query, phrase) || differInNegation(phrase, query)) return true
  return (
    query.numbers.size > 0 &&
    phrase.numbers.size > 0 &&
    [...query.numbers].every((number) => !phrase.numbers.has(number))
  )
}

/** A meaning that one side denies and the other says plainly. */
function differInNegation(left: Query, right: Query): boolean {
  for (const meaning of left.deniedMeanings)
    if (right.plainMeanings.has(meaning) && !right.deniedMeanings.has(meaning)) return true
  return false
}
