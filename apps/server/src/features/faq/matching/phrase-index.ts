import type { FaqCandidate, FaqIndexEntry, MatchOptions } from './faq-match.ts'
import { areOpposite, conceptsOf } from './lexicon.ts'
import { createPostings } from './postings.ts'
import { analyzeQuery, type Query } from './query.ts'
import { scorePhrase, type WeightedTerm } from './score-phrase.ts'
import { createVocabulary } from './vocabulary.ts'

interface Phrase {
  readonly entry: FaqIndexEntry
  readonly query: Query
  readonly termIds: readonly number[]
  isRemoved: boolean
}

/** Phrases that are scored exactly, after the rough order by common words. */
const SCORED_PHRASES = 48
/** Other words for the same thing count a little less than the word itself. */
const SYNONYM_LIKENESS = 0.85
/** A language that is not the conversation's: still better than nothing, but no first choice. */
const OTHER_LANGUAGE_FACTOR = 0.9
/** Two answers this close together are a guess, and a guess is not sure. */
const CLEAR_MARGIN = 0.08

export interface SearchResult {
  readonly candidates: readonly FaqCandidate[]
  /** Score of the best, less where the second best is as good. */
  readonly confidence: number
}

export interface SearchOptions extends MatchOptions {
  readonly limit: number
  allowed(entry: FaqIndexEntry): boolean
}

/** The scored part of the matcher: stems and concepts in an inverted index, then an exact score for the nearest phrases. */
export function createPhraseIndex() {
  const vocabulary = createVocabulary()
  const postings = createPostings()
  const phrases: Phrase[] = []
  const idsByEntry = new Map<string, number[]>()
  let liveCount = 0

  const idf = (termId: number | undefined) => {
    const documents = termId === undefined ? 0 : postings.lengthOf(termId)
    return Math.log(1 + (liveCount - Math.min(documents, liveCount) + 0.5) / (documents + 0.5))
  }

  /** A word of the question as the terms of the index it may stand for, best first. */
  function weigh(query: Query): WeightedTerm[] {
    return query.terms.map(({ stem, text, weight }) => {
      const similar = vocabulary.similar(stem)
      const synonyms = conceptsOf(stem).flatMap((concept) => {
        const termId = vocabulary.idOf(`§${concept}`)
        return termId === undefined ? [] : [{ termId, likeness: SYNONYM_LIKENESS }]
      })
      const variants = [...similar, ...synonyms].sort((left, right) => right.likeness - left.likeness)
      const best = variants[0]
      return { stem, text, variants, weight: weight * idf(best && best.likeness > 0.7 ? best.termId : undefined) }
    })
  }

  function nearest(terms: readonly WeightedTerm[], allowed: (entry: FaqIndexEntry) => boolean): number[] {
    const rough = postings.accumulate(
      terms.map(({ variants, weight }) => ({ variants, weight })),
      phrases.length,
    )
    const found: { id: number; score: number }[] = []
    for (const id of rough.touched) {
      const phrase = phrases[id]
      if (!phrase || phrase.isRemoved || !allowed(phrase.entry)) continue
      // Long phrases hold more words by chance.
      found.push({ id, score: (rough.scores[id] ?? 0) / (1 + 0.08 * phrase.termIds.length) })
    }
    return topBy(found, SCORED_PHRASES).map(({ id }) => id)
  }

  return {
    add(entry: FaqIndexEntry): void {
      const ids: number[] = []
      for (const text of new Set([entry.question, ...entry.phrasings])) {
        const query = analyzeQuery(text)
        const terms = new Set([
          ...query.terms.map(({ stem }) => stem),
          ...[...query.concepts].map((concept) => `§${concept}`),
        ])
        const termIds = [...terms].map((term) => vocabulary.add(term))
        const id = phrases.length
        phrases.push({ entry, query, termIds, isRemoved: false })
        for (const termId of termIds) postings.add(termId, id)
        ids.push(id)
        liveCount++
      }
      idsByEntry.set(entry.id, ids)
    },
    remove({ id }: FaqIndexEntry): void {
      for (const phraseId of idsByEntry.get(id) ?? []) {
        const phrase = phrases[phraseId]
        if (phrase) phrase.isRemoved = true
        liveCount--
      }
      idsByEntry.delete(id)
    },
    /** Share of words that occur in some phrase as they are. */
    knownShare(words: readonly string[]): number {
      const query = analyzeQuery(words.join(' '))
      const known = query.terms.filter(({ stem }) => vocabulary.idOf(stem) !== undefined).length
      return query.terms.length === 0 ? 0 : known / query.terms.length
    },
    search(query: Query, options: SearchOptions): SearchResult {
      const terms = weigh(query)
      const best = new Map<string, FaqCandidate & { sortScore: number }>()
      for (const id of nearest(terms, options.allowed)) {
        const phrase = phrases[id]
        if (!phrase) continue
        const { score, matches } = scorePhrase({
          query,
          terms,
          phrase: phrase.query,
          termIds: phrase.termIds,
          idf,
          areOpposite: areOpposite(query.concepts, phrase.query.concepts),
        })
        const scored = score * languageFactor(phrase.entry, options)
        const sortScore = scored + phrase.entry.priority * 1e-6 + (phrase.entry.scopeId === null ? 0 : 1e-3)
        const present = best.get(phrase.entry.id)
        if (present && present.sortScore >= sortScore) continue
        const matchedWords = options.explain
          ? matches.map((match) => ({ query: match.text, entry: wordOf(phrase.query, match.termId) }))
          : []
        best.set(phrase.entry.id, { entryId: phrase.entry.id, score: scored, sortScore, matchedWords })
      }
      const ranked = [...best.values()].sort((left, right) => right.sortScore - left.sortScore)
      const [first, second] = ranked
      const margin = (first?.score ?? 0) - (second?.score ?? 0)
      const confidence = Math.max(0, (first?.score ?? 0) - Math.max(0, CLEAR_MARGIN - margin))
      return {
        confidence,
        candidates: ranked.slice(0, options.limit).map(({ sortScore: _, ...candidate }) => candidate),
      }
    },
  }

  function wordOf(phrase: Query, termId: number): string {
    const term = vocabulary.stemOf(termId)
    const word = phrase.terms.find(
      ({ stem }) => stem === term || conceptsOf(stem).some((concept) => `§${concept}` === term),
    )
    return word?.text ?? term
  }
}

function languageFactor({ language }: FaqIndexEntry, options: MatchOptions): number {
  return language !== null && options.language !== undefined && language !== options.language
    ? OTHER_LANGUAGE_FACTOR
    : 1
}

function topBy<T extends { score: number }>(items: T[], count: number): T[] {
  if (items.length <= count) return items
  return items.sort((left, right) => right.score - left.score).slice(0, count)
}
