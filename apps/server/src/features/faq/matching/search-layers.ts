import type { AnalyzedQuestion } from './analyze-question.ts'
import {
  comparePhrase,
  coverPhrase,
  type PhraseFeatures,
  type PreparedQuestion,
  prepareQuestion,
} from './compare-phrase.ts'
import { type ConfidenceEvidence, confidenceOf, evidenceOf, highestRelevanceOf, relevanceOf } from './confidence.ts'
import { coverEntry, type EntryCover } from './entry-cover.ts'
import type { FaqIndexEntry } from './faq-match.ts'
import { gatherPhrases } from './gather-phrases.ts'
import type { IndexLayer } from './index-layer.ts'
import { type TermWeights, termWeightsOf } from './term-weights.ts'

export interface RankedEntry {
  readonly entry: FaqIndexEntry
  /** 0 to 1: how near its nearest phrase is. */
  readonly score: number
  readonly contradicts: boolean
  readonly features: PhraseFeatures
  readonly cover: () => EntryCover
  readonly matchedWords: () => { query: string; entry: string }[]
}

export interface SearchResult {
  /** Best first. */
  readonly ranked: readonly RankedEntry[]
  /** The chance that the first is right, 0 where it says the contrary. */
  readonly confidence: number
  readonly evidence: ConfidenceEvidence | null
}

export interface SearchOptions {
  isAllowed(entry: FaqIndexEntry): boolean
  /** Multiplies the score: 1, or less for an entry in another language. */
  factorOf(entry: FaqIndexEntry): number
  /** How many entries must stand in their right order; of what lies behind them only a part is looked at. @default all */
  readonly limit?: number
}

interface Found extends RankedEntry {
  readonly sortScore: number
}

/** A phrase that was gathered, with the highest `sortScore` it can have. */
interface Gathered {
  readonly prepared: PreparedQuestion
  readonly phrase: number
  readonly entry: FaqIndexEntry
  readonly highest: number
}

/** Alike in words only: still a candidate, behind what agrees. */
const CONTRADICTION_FACTOR = 0.8
/** The instance's own entry comes first where both are as near; then the higher priority. */
const OWN_SCOPE_GAIN = 1e-3
const PRIORITY_GAIN = 1e-7

/** The scored part of the matcher: words with their relatives from every layer, then an exact comparison of the nearest phrases. */
export function searchLayers(
  layers: readonly IndexLayer[],
  question: AnalyzedQuestion,
  options: SearchOptions,
): SearchResult {
  const termWeights = termWeightsOf(layers)
  const weights = weighTerms(layers, question, termWeights)
  const gathered = layers.flatMap((layer) => gatherFrom({ layer, question, weights, termWeights, options }))
  const ranked = rank(gathered, options)
  const [first, second] = ranked
  if (!first) return { ranked, confidence: 0, evidence: null }
  const contentWords = question.terms.filter(({ wordClass }) => wordClass === 0).length
  const evidence = evidenceOf({
    features: first.features,
    cover: first.cover(),
    lead: first.score - (second?.score ?? 0),
    contentWords,
  })
  return { ranked, confidence: first.contradicts ? 0 : confidenceOf(evidence), evidence }
}

/** A word that no entry holds weighs like its nearest relative there; one without relatives is a word nobody has heard of. */
function weighTerms(layers: readonly IndexLayer[], question: AnalyzedQuestion, termWeights: TermWeights): number[] {
  return question.terms.map((term) => {
    let nearest: { stem: string; likeness: number } | null = null
    for (const layer of layers) {
      const [first] = layer.similar(term)
      if (first && first.likeness > (nearest?.likeness ?? 0.7))
        nearest = { stem: layer.index.stemAt(first.termId), likeness: first.likeness }
    }
    return termWeights.weigh(nearest?.stem ?? term.stem, term.wordClass)
  })
}

function gatherFrom(input: {
  layer: IndexLayer
  question: AnalyzedQuestion
  weights: readonly number[]
  termWeights: TermWeights
  options: SearchOptions
}): Gathered[] {
  const { layer, question, weights, options } = input
  const variants = question.terms.map((term) => layer.similar(term))
  const terms = variants.map((similar, position) => ({ variants: similar, weight: weights[position] ?? 0 }))
  const phrases = gatherPhrases(layer, terms, (number) => {
    const entry = layer.entries[number]
    return entry !== undefined && options.isAllowed(entry)
  })
  const prepared = prepareQuestion({ ...input, variants })
  return phrases.flatMap((phrase) => {
    const entry = layer.entries[layer.index.phraseEntry(phrase)]
    if (!entry) return []
    const highest = highestRelevanceOf(coverPhrase(prepared, phrase)) * options.factorOf(entry) + gainOf(entry)
    return [{ prepared, phrase, entry, highest }]
  })
}

/** Compares the most promising phrases, until none that is left can come before the last entry that is wanted. */
function rank(gathered: readonly Gathered[], options: SearchOptions): Found[] {
  const { limit = Number.POSITIVE_INFINITY } = options
  const best = new Map<string, Found>()
  /** The wanted entries as they stand so far, best first. */
  const first: Found[] = []
  for (const one of gathered.toSorted((left, right) => right.highest - left.highest)) {
    if (one.highest < (first[limit - 1]?.sortScore ?? Number.NEGATIVE_INFINITY)) break
    const found = compare(one, options)
    const present = best.get(found.entry.id)
    if (present && present.sortScore >= found.sortScore) continue
    best.set(found.entry.id, found)
    if (present && first.includes(present)) first.splice(first.indexOf(present), 1)
    const place = first.findIndex(({ sortScore }) => sortScore < found.sortScore)
    first.splice(place === -1 ? first.length : place, 0, found)
    if (first.length > limit) first.pop()
  }
  return [...best.values()].sort((left, right) => right.sortScore - left.sortScore)
}

function compare({ prepared, phrase, entry }: Gathered, options: SearchOptions): Found {
  const { contradicts, features, matches } = comparePhrase(prepared, phrase)
  const score = relevanceOf(features) * options.factorOf(entry) * (contradicts ? CONTRADICTION_FACTOR : 1)
  return {
    entry,
    score,
    contradicts,
    features,
    sortScore: score + gainOf(entry),
    cover: () => coverEntry(prepared, phrase),
    matchedWords: () =>
      matches.map(({ position, termId }) => ({
        query: prepared.question.terms[position]?.text ?? '',
        entry: prepared.layer.index.stemAt(termId),
      })),
  }
}

function gainOf({ scopeId, priority }: FaqIndexEntry): number {
  return (scopeId === null ? 0 : OWN_SCOPE_GAIN) + priority * PRIORITY_GAIN
}
