import type { PhraseFeatures } from './compare-phrase.ts'
import data from './ranking.data.json' with { type: 'json' }

/** What says whether the best candidate is right. */
export interface ConfidenceEvidence extends PhraseFeatures {
  readonly score: number
  /** How far the second best entry lies behind, at most `WIDEST_MARGIN`, as a share of it. */
  readonly margin: number
  /** 1 when the question has a single word that counts. */
  readonly isShort: number
  /** 1 when the question has a weighty word that the entry knows nothing like: it is about something else, or something narrower. */
  readonly questionOnly: number
  /** 1 when the entry has a weighty word that the question has nothing like. */
  readonly phraseOnly: number
  /** 1 when each has its own: the same question about another thing. */
  readonly bothOnly: number
}

export const WIDEST_MARGIN = 0.25

type Weights = typeof data.confidence

/** How near a phrase is, from 0 to 1: the order of the candidates. */
export function relevanceOf(
  features: Pick<PhraseFeatures, 'questionCover' | 'phraseCover' | 'order' | 'kind' | 'meaning'>,
): number {
  const weights = data.ranking
  return (
    weights.questionCover * features.questionCover +
    weights.phraseCover * features.phraseCover +
    weights.order * features.order +
    weights.kind * features.kind +
    weights.meaning * features.meaning
  )
}

/** The highest relevance of a phrase of which only this is known. */
export function highestRelevanceOf(known: Pick<PhraseFeatures, 'questionCover' | 'phraseCover' | 'kind'>): number {
  return relevanceOf({ ...known, order: 1, meaning: 1 })
}

/** The chance that the best candidate answers the question: a logistic model, fitted by `node bench/faq/calibrate.ts`. */
export function confidenceOf(evidence: ConfidenceEvidence, weights: Weights = data.confidence): number {
  const sum =
    weights.bias +
    weights.margin * evidence.margin +
    weights.questionCover * evidence.questionCover +
    weights.shared * evidence.shared +
    weights.isShort * evidence.isShort +
    weights.otherKind * evidence.otherKind +
    weights.otherObject * evidence.otherObject +
    weights.narrower * evidence.narrower +
    weights.questionOnly * evidence.questionOnly +
    weights.phraseOnly * evidence.phraseOnly +
    weights.bothOnly * evidence.bothOnly
  return 1 / (1 + Math.exp(-sum))
}
