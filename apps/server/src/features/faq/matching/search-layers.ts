import type { AnalyzedQuestion } from './analyze-question.ts'
import { comparePhrase, type PhraseFeatures, prepareQuestion } from './compare-phrase.ts'
import { type ConfidenceEvidence, confidenceOf, relevanceOf, WIDEST_MARGIN } from './confidence.ts'
import type { FaqIndexEntry } from './faq-match.ts'
import { gatherPhrases } from './gather-phrases.ts'
import type { IndexLayer } from './index-layer.ts'
import { createTermWeights, type TermWeights } from './term-weights.ts'

export interface RankedEntry {
  readonly entry: FaqIndexEntry
  /** 0 to 1: how near its nearest phrase is. */
  readonly score: number
  readonly contradicts: boolean
  readonly features: PhraseFeatures
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
}

interface Found extends RankedEntry {
  readonly sortScore: number
}

/** Alike in words only: still a candidate, behind what agrees. */
const CONTRADICTION_FACTOR = 0.8
/** In a question of so few words each is what it is about. */
const FEW_WORDS = 4
const STRANGE_FROM = 0.6
/** The instance's own entry comes first where both are as near; then the higher priority. */
const OWN_SCOPE_GAIN = 1e-3
const PRIORITY_GAIN = 1e-7

/** The scored part of the matcher: words with their relatives from every layer, then an exact comparison of the nearest phrases. */
export function searchLayers(
  layers: readonly IndexLayer[],
  question: AnalyzedQuestion,
  options: SearchOptions,
): SearchResult {
  const termWeights = createTermWeights(layers)
  const best = new Map<string, Found>()
  const weights = weighTerms(layers, question, termWeights)
  for (const layer of layers)
    for (const found of searchLayer({ layer, question, weights, termWeights, options })) {
      const present = best.get(found.entry.id)
      if (!present || present.sortScore < found.sortScore) best.set(found.entry.id, found)
    }
  const ranked = [...best.values()].sort((left, right) => right.sortScore - left.sortScore)
  const [first, second] = ranked
  if (!first) return { ranked, confidence: 0, evidence: null }
  const contentWords = question.terms.filter(({ wordClass }) => wordClass === 0).length
  const evidence: ConfidenceEvidence = {
    ...first.features,
    score: first.score,
    margin: Math.min(1, Math.max(0, first.score - (second?.score ?? 0)) / WIDEST_MARGIN),
    swap: Math.min(first.features.questionMiss, first.features.phraseMiss),
    isShort: contentWords < 2 ? 1 : 0,
    strangerInShort: first.features.questionMiss > STRANGE_FROM && contentWords <= FEW_WORDS ? 1 : 0,
  }
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

function searchLayer(input: {
  layer: IndexLayer
  question: AnalyzedQuestion
  weights: readonly number[]
  termWeights: TermWeights
  options: SearchOptions
}): Found[] {
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
    const comparison = comparePhrase(prepared, phrase)
    const score =
      relevanceOf(comparison.features) * options.factorOf(entry) * (comparison.contradicts ? CONTRADICTION_FACTOR : 1)
    return {
      entry,
      score,
      contradicts: comparison.contradicts,
      features: comparison.features,
      sortScore: score + (entry.scopeId === null ? 0 : OWN_SCOPE_GAIN) + entry.priority * PRIORITY_GAIN,
      matchedWords: () =>
        comparison.matches.map(({ position, termId }) => ({
          query: question.terms[position]?.text ?? '',
          entry: layer.index.stemAt(termId),
        })),
    }
  })
}
