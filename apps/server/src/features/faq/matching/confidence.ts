import type { PhraseFeatures } from './compare-phrase.ts'
import data from './ranking.data.json' with { type: 'json' }

/** What says whether the best candidate is right. */
export interface ConfidenceEvidence extends PhraseFeatures {
  readonly score: number
  /** How far the second best entry lies behind, at most `WIDEST_MARGIN`, as a share of it. */
  readonly margin: number
  /** 1 when the question has a single word that counts. */
  readonly isShort: number
  /** 1 when a short question has a weighty word that the entry knows nothing like. */
  readonly strangerInShort: number
  /** How weighty a word stands on both sides where the other has another: the same question about another thing. */
  readonly swap: number
}

export const WIDEST_MARGIN = 0.25

type Weights = typeof data.confidence

/** How near a phrase is, from 0 to 1: the order of the candidates. */
export function relevanceOf(features: PhraseFeatures): number {
  const weights = data.ranking
  return (
    weights.questionCover * features.questionCover +
    weights.phraseCover * features.phraseCover +
    weights.order * features.order +
    weights.kind * features.kind +
    weights.meaning * features.meaning
  )
}

/** The chance that the best candidate answers the question: a logistic model, fitted by `node bench/faq/calibrate.ts`. */
export function confidenceOf(evidence: ConfidenceEvidence, weights: Weights = data.confidence): number {
  const sum =
    weights.bias +
    weights.score * evidence.score +
    weights.margin * evidence.margin +
    weights.questionCover * evidence.questionCover +
    weights.phraseCover * evidence.phraseCover +
    weights.questionMiss * evidence.questionMiss +
    weights.phraseMiss * evidence.phraseMiss +
    weights.literal * evidence.literal +
    weights.meaning * evidence.meaning +
    weights.isShort * evidence.isShort +
    weights.strangerInShort * evidence.strangerInShort +
    weights.swap * evidence.swap +
    weights.otherObject * evidence.otherObject +
    weights.narrower * evidence.narrower
  return 1 / (1 + Math.exp(-sum))
}
