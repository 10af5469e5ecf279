import type { AnalyzedQuestion } from './analyze-question.ts'
import type { IndexLayer, TermFacts } from './index-layer.ts'
import { CLASS_MASK, NEGATED, PART, PROBLEM } from './index-reader.ts'
import { areContrary } from './question-lexicon.ts'
import type { SimilarTerm } from './similar-terms.ts'
import type { TermWeights } from './term-weights.ts'
import { addMeaning, cosineOf, MEANING_SIZE, meaningRowOf, NO_MEANING } from './word-meanings.ts'

/** How a question and a phrase of an entry agree. All from 0 to 1. */
export interface PhraseFeatures {
  /** Weight of the question's words that the phrase has. */
  readonly questionCover: number
  /** Weight of the phrase's words that the question has. */
  readonly phraseCover: number
  /** The same of words of substance alone, where one that is found counts in full, and one that is only a little alike not at all. */
  readonly questionFound: number
  readonly phraseFound: number
  /** Words that stand side by side in both. */
  readonly order: number
  /** 1: both ask for the same kind of thing; 0: for different ones; 0.5: one of them does not say. */
  readonly kind: number
  /** The weightiest word of the phrase without a counterpart, as a share of its weightiest. */
  readonly phraseMiss: number
  /** How alike the words of both are used, as a whole. */
  readonly meaning: number
  /** Words of substance in common: none, one, two and more. */
  readonly shared: number
}

export type RoughFeatures = Pick<
  PhraseFeatures,
  'questionCover' | 'phraseCover' | 'questionFound' | 'phraseFound' | 'kind'
>

export interface Comparison {
  readonly features: PhraseFeatures
  /** Contrary wishes, a denial on one side, another number or day, or nothing but a number in common. */
  readonly contradicts: boolean
  readonly matches: readonly { readonly position: number; readonly termId: number }[]
}

/** A question made ready to be compared with many phrases of one layer. */
export interface PreparedQuestion {
  readonly question: AnalyzedQuestion
  readonly weights: readonly number[]
  readonly totalWeight: number
  readonly meaning: Float32Array
  readonly byTerm: ReadonlyMap<number, readonly { readonly position: number; readonly likeness: number }[]>
  readonly numbers: ReadonlySet<string>
  readonly layer: IndexLayer
  readonly termWeights: TermWeights
}

/** Scratch space: one phrase is compared at a time, with a question of at most `MAX_TERMS` words and parts of words. */
const MAX_TERMS = 128
const questionBest = new Float32Array(MAX_TERMS)
const phraseMeaning = new Float32Array(MEANING_SIZE)
const COUNTS_AS_DENIED_FROM = 0.6
/** A word that is less alike is missed. */
export const COUNTS_AS_FOUND_FROM = 0.5
const MANY_SHARED = 2

export function prepareQuestion(input: {
  question: AnalyzedQuestion
  weights: readonly number[]
  variants: readonly (readonly SimilarTerm[])[]
  layer: IndexLayer
  termWeights: TermWeights
}): PreparedQuestion {
  const { question, weights, variants } = input
  const byTerm = new Map<number, { position: number; likeness: number }[]>()
  for (const [position, similar] of variants.entries())
    for (const { termId, likeness } of similar) {
      const present = byTerm.get(termId)
      if (present) present.push({ position, likeness })
      else byTerm.set(termId, [{ position, likeness }])
    }
  return {
    ...input,
    byTerm,
    meaning: meaningOf(input),
    totalWeight: weights.reduce((sum, weight) => sum + weight, 0),
    numbers: new Set(question.terms.map(({ stem }) => stem).filter((stem) => /^\p{N}+$/u.test(stem))),
  }
}

/** What a phrase and the question have in common, roughly: what `comparePhrase` says of these, for a part of its price. */
export function coverPhrase(prepared: PreparedQuestion, phrase: number): RoughFeatures {
  const { question, weights, layer, termWeights, byTerm } = prepared
  const { index } = layer
  const termIds = index.phraseTerms(phrase)
  const flags = index.phraseFlags(phrase)
  questionBest.fill(0, 0, weights.length)
  let [phraseWeight, phraseMatched, substance, substanceFound] = [0, 0, 0, 0]
  for (let at = 0; at < termIds.length; at++) {
    const termId = termIds[at] ?? 0
    const weight = termWeights.weighTerm(layer, termId, (flags[at] ?? 0) & CLASS_MASK)
    phraseWeight += weight
    const isSubstance = ((flags[at] ?? 0) & CLASS_MASK) === 0
    if (isSubstance) substance += weight
    const relatives = byTerm.get(termId)
    if (!relatives) continue
    let best = 0
    for (const { position, likeness } of relatives) {
      if (likeness > (questionBest[position] ?? 0)) questionBest[position] = likeness
      if (likeness > best) best = likeness
    }
    phraseMatched += weight * best
    if (isSubstance && best >= COUNTS_AS_FOUND_FROM) substanceFound += weight
  }
  return {
    ...coverQuestion(prepared),
    phraseCover: ratio(phraseMatched, phraseWeight),
    phraseFound: ratio(substanceFound, substance),
    kind: kindOf(question.kinds, index.phraseTraits(phrase) & ~PROBLEM),
  }
}

export function comparePhrase(prepared: PreparedQuestion, phrase: number): Comparison {
  const { question, weights, layer, termWeights, byTerm } = prepared
  const termIds = layer.index.phraseTerms(phrase)
  const flags = layer.index.phraseFlags(phrase)
  const facts: TermFacts[] = []
  phraseMeaning.fill(0)
  questionBest.fill(0, 0, weights.length)
  const matchedAt: number[] = []
  const matches: { position: number; termId: number }[] = []
  let [phraseWeight, phraseMatched, phraseHeaviest, phraseMissed, shared, differsInDenial] = [0, 0, 0, 0, 0, false]
  let [substance, substanceFound] = [0, 0]
  for (let at = 0; at < termIds.length; at++) {
    const termId = termIds[at] ?? 0
    const own = layer.factsOf(termId)
    facts.push(own)
    const flag = flags[at] ?? 0
    const weight = termWeights.weighTerm(layer, termId, flag & CLASS_MASK)
    phraseWeight += weight
    const row = layer.index.meaningOf(termId)
    if (row !== NO_MEANING) addMeaning(phraseMeaning, row, weight)
    phraseHeaviest = Math.max(phraseHeaviest, weight)
    let [best, bestPosition] = [0, -1]
    for (const { position, likeness } of byTerm.get(termId) ?? []) {
      if (likeness > (questionBest[position] ?? 0)) questionBest[position] = likeness
      if (likeness > best) [best, bestPosition] = [likeness, position]
    }
    matchedAt.push(best >= COUNTS_AS_FOUND_FROM ? bestPosition : -1)
    phraseMatched += weight * best
    phraseMissed = Math.max(phraseMissed, weight * (1 - found(best)))
    if ((flag & CLASS_MASK) === 0) {
      substance += weight
      if (best >= COUNTS_AS_FOUND_FROM) {
        substanceFound += weight
        shared++
      }
    }
    if (bestPosition === -1) continue
    matches.push({ position: bestPosition, termId })
    const isDenied = (flag & NEGATED) !== 0
    if (best >= COUNTS_AS_DENIED_FROM && isDenied !== question.terms[bestPosition]?.isNegated) differsInDenial = true
  }
  const traits = layer.index.phraseTraits(phrase)
  const bothProblems = question.isProblem && (traits & PROBLEM) !== 0
  return {
    features: {
      ...coverQuestion(prepared),
      phraseCover: ratio(phraseMatched, phraseWeight),
      phraseFound: ratio(substanceFound, substance),
      order: orderOf(matchedAt),
      kind: kindOf(question.kinds, traits & ~PROBLEM),
      shared: Math.min(shared, MANY_SHARED) / MANY_SHARED,
      phraseMiss: ratio(phraseMissed, phraseHeaviest),
      meaning: Math.max(0, cosineOf(prepared.meaning, phraseMeaning)),
    },
    contradicts:
      (differsInDenial && !bothProblems) ||
      areContrary(question.concepts, conceptsIn(facts, flags)) ||
      namesOtherNumbers(prepared.numbers, facts) ||
      sharesNumbersOnly(facts, flags, matchedAt),
    matches,
  }
}

/** What of the question the phrase that was just read has. */
function coverQuestion({
  question,
  weights,
  totalWeight,
}: PreparedQuestion): Pick<PhraseFeatures, 'questionCover' | 'questionFound'> {
  let [matched, substance, found] = [0, 0, 0]
  for (let position = 0; position < weights.length; position++) {
    const [weight, best] = [weights[position] ?? 0, questionBest[position] ?? 0]
    matched += weight * best
    if (question.terms[position]?.wordClass !== 0) continue
    substance += weight
    if (best >= COUNTS_AS_FOUND_FROM) found += weight
  }
  return { questionCover: ratio(matched, totalWeight), questionFound: ratio(found, substance) }
}

/** What the words of a question mean together; a mistyped word means what its nearest relative does. */
function meaningOf({
  question,
  weights,
  variants,
  layer,
}: Pick<PreparedQuestion, 'question' | 'weights' | 'layer'> & {
  variants: readonly (readonly SimilarTerm[])[]
}): Float32Array {
  const sum = new Float32Array(MEANING_SIZE)
  for (const [position, { stem }] of question.terms.entries()) {
    const own = meaningRowOf(stem)
    const [nearest] = variants[position] ?? []
    const row = own === NO_MEANING && nearest && nearest.likeness > 0.6 ? layer.index.meaningOf(nearest.termId) : own
    if (row !== NO_MEANING) addMeaning(sum, row, weights[position] ?? 0)
  }
  return sum
}

/** A word that is only used alike is missed all the same. */
function found(likeness: number): number {
  return likeness >= COUNTS_AS_FOUND_FROM ? likeness : 0
}

export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** Share of neighbours in the phrase that are neighbours in the question too, in the same order. */
function orderOf(matchedAt: readonly number[]): number {
  if (matchedAt.length < 2) return matchedAt[0] === -1 ? 0 : 1
  let side = 0
  for (let at = 1; at < matchedAt.length; at++) {
    const [before = -1, now = -1] = [matchedAt[at - 1], matchedAt[at]]
    if (before !== -1 && now === before + 1) side++
  }
  return side / (matchedAt.length - 1)
}

function kindOf(question: number, phrase: number): number {
  if (question === 0 || phrase === 0) return 0.5
  return (question & phrase) !== 0 ? 1 : 0
}

function conceptsIn(facts: readonly TermFacts[], flags: ArrayLike<number>): Set<number> {
  const concepts = new Set<number>()
  for (const [position, own] of facts.entries())
    if (((flags[position] ?? 0) & (NEGATED | PART)) === 0) for (const concept of own.concepts) concepts.add(concept)
  return concepts
}

/** True when both name numbers, and none of them is the same. */
function namesOtherNumbers(asked: ReadonlySet<string>, facts: readonly TermFacts[]): boolean {
  if (asked.size === 0) return false
  const own = facts.filter(({ isNumber }) => isNumber)
  return own.length > 0 && !own.some(({ stem }) => asked.has(stem))
}

/** "услуга 198" and "товар 198": a number alone is not what is asked about. */
function sharesNumbersOnly(
  facts: readonly TermFacts[],
  flags: ArrayLike<number>,
  matchedAt: readonly number[],
): boolean {
  let [sharesNumber, missesWord] = [false, false]
  for (const [at, { isNumber }] of facts.entries()) {
    if (((flags[at] ?? 0) & CLASS_MASK) !== 0) continue
    const isShared = matchedAt[at] !== -1
    if (isShared && !isNumber) return false
    if (isShared) sharesNumber = true
    else if (!isNumber) missesWord = true
  }
  return sharesNumber && missesWord
}
