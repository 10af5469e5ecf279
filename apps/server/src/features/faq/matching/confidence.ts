import type { PhraseFeatures, RoughFeatures } from './compare-phrase.ts'
import type { EntryCover } from './entry-cover.ts'
import data from './ranking.data.json' with { type: 'json' }

/** What says whether the best candidate is right. All from 0 to 1. */
export interface ConfidenceEvidence extends PhraseFeatures {
  /** How far the second best entry lies behind, at most `WIDEST_MARGIN`, as a share of it. */
  readonly margin: number
  /** How many words of substance the question has. */
  readonly length: number
  /** How many of them no phrase of the entry has: it is about something else, or something narrower. */
  readonly strangers: number
  /** Their weight as a share of all. */
  readonly strangeShare: number
  /** 1 when neither has a weighty word that the other lacks. */
  readonly restated: number
  /** 1 when the entry asks for another kind of thing: a price for a time. */
  readonly otherKind: number
}

/** A word without a counterpart counts as weighty from this share of the weightiest on. */
const WEIGHTY_FROM = 0.3
/**
 * A word that the entry lacks may be what the question is about. The sets hold few questions that no business answers; people ask
 * them all the time, so such an answer has to be surer than the others. Chosen so that none is given to those of the sets.
 */
const STRANGER_FACTOR = 0.86
/** So has one that a single common word speaks for, and the weightiest of the phrase not: "How old are you?", "From what age …?". */
const THIN_FACTOR = 0.93
const MUCH_MISSED = 0.78
const WIDEST_MARGIN = 0.25
const MOST_STRANGERS = 3
const LONG_QUESTION = 6

type Weights = typeof data.confidence
const names = Object.keys(data.confidence).filter(isEvidence)

/** How near a phrase is, from 0 to 1: the order of the candidates. */
export function relevanceOf(features: RoughFeatures & Pick<PhraseFeatures, 'order' | 'meaning'>): number {
  const weights = data.ranking
  return (
    weights.questionCover * features.questionCover +
    weights.phraseCover * features.phraseCover +
    weights.questionFound * features.questionFound +
    weights.phraseFound * features.phraseFound +
    weights.order * features.order +
    weights.kind * features.kind +
    weights.meaning * features.meaning
  )
}

/** The highest relevance of a phrase of which only this is known. */
export function highestRelevanceOf(known: RoughFeatures): number {
  return relevanceOf({ ...known, order: 1, meaning: 1 })
}

export function evidenceOf(found: {
  features: PhraseFeatures
  cover: EntryCover
  /** By how much its score is higher than that of the second. */
  lead: number
  contentWords: number
}): ConfidenceEvidence {
  const { features, cover, lead, contentWords } = found
  return {
    ...features,
    margin: Math.min(1, Math.max(0, lead) / WIDEST_MARGIN),
    length: Math.min(contentWords, LONG_QUESTION) / LONG_QUESTION,
    strangers: Math.min(cover.strangers, MOST_STRANGERS) / MOST_STRANGERS,
    strangeShare: cover.strangeShare,
    restated: cover.strangers === 0 && features.phraseMiss < WEIGHTY_FROM && features.kind > 0 ? 1 : 0,
    otherKind: features.kind === 0 ? 1 : 0,
  }
}

/** The chance that the best candidate answers the question: a logistic model, fitted by `node bench/faq/calibrate.ts`. */
export function confidenceOf(evidence: ConfidenceEvidence, weights: Weights = data.confidence): number {
  const sum = names.reduce((before, name) => before + weights[name] * evidence[name], weights.bias)
  const chance = 1 / (1 + Math.exp(-sum))
  if (evidence.strangers > 0) return chance * STRANGER_FACTOR
  return isThin(evidence) ? chance * THIN_FACTOR : chance
}

function isThin({ shared, phraseMiss }: ConfidenceEvidence): boolean {
  return shared < 1 && phraseMiss >= MUCH_MISSED
}

function isEvidence(name: string): name is Exclude<keyof Weights, 'bias'> {
  return name !== 'bias'
}
