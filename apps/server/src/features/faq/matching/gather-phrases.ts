import type { IndexLayer } from './index-layer.ts'
import type { SimilarTerm } from './similar-terms.ts'

export interface WeightedTerm {
  readonly weight: number
  /** Best first. */
  readonly variants: readonly SimilarTerm[]
}

/** Phrases that are compared word by word after the rough order. */
const GATHERED_PHRASES = 80
/** Entries of a list that are looked at in all; the common words at the end of a long question go without. */
const MAX_LOOKUPS = 60_000
const LENGTH_COST = 0.06

let scores = new Float32Array(1024)
let marks = new Uint8Array(1024)
let touched = new Uint32Array(1024)

/**
 * The phrases that have most in common with a question, without their order. The scratch space is shared by all searches
 * (none is interrupted) and cleared by what was touched.
 */
export function gatherPhrases(
  layer: IndexLayer,
  terms: readonly WeightedTerm[],
  isAllowed: (entry: number) => boolean,
): number[] {
  const { index } = layer
  if (scores.length < index.phraseCount) {
    scores = new Float32Array(index.phraseCount * 2)
    marks = new Uint8Array(index.phraseCount * 2)
    touched = new Uint32Array(index.phraseCount * 2)
  }
  const touchedCount = accumulate(layer, terms)
  const best = createBest(GATHERED_PHRASES)
  for (let position = 0; position < touchedCount; position++) {
    const phrase = touched[position] ?? 0
    const total = scores[phrase] ?? 0
    scores[phrase] = 0
    marks[phrase] = 0
    // Its length can only make it less; most phrases end here.
    if (total <= best.least()) continue
    const score = total / (1 + LENGTH_COST * index.phraseLength(phrase))
    if (score <= best.least()) continue
    const entry = index.phraseEntry(phrase)
    if (layer.isAlive(entry) && isAllowed(entry)) best.offer(phrase, score)
  }
  return best.items()
}

/** Adds up, for every phrase, the best variant of each term it holds. */
function accumulate({ index }: IndexLayer, terms: readonly WeightedTerm[]): number {
  let touchedCount = 0
  let lookups = 0
  const heaviestFirst = [...terms].sort((left, right) => right.weight - left.weight)
  for (const [position, { weight, variants }] of heaviestFirst.entries()) {
    const mark = position + 1
    for (const { termId, likeness } of variants) {
      const phrases = index.postings(termId)
      if (lookups + phrases.length > MAX_LOOKUPS && position > 0) continue
      lookups += phrases.length
      const gain = weight * likeness
      for (let at = 0; at < phrases.length; at++) {
        const phrase = phrases[at] ?? 0
        const before = marks[phrase] ?? 0
        if (before === mark) continue
        if (before === 0) touched[touchedCount++] = phrase
        marks[phrase] = mark
        scores[phrase] = (scores[phrase] ?? 0) + gain
      }
    }
  }
  return touchedCount
}

/** The best few of many, in a heap with the least on top. */
function createBest(size: number) {
  const heap: { item: number; score: number }[] = []
  const scoreAt = (position: number) => heap[position]?.score ?? Number.POSITIVE_INFINITY
  function swap(left: number, right: number): void {
    const [one, other] = [heap[left], heap[right]]
    if (one && other) [heap[left], heap[right]] = [other, one]
  }
  function rise(from: number): void {
    for (let position = from; position > 0; ) {
      const parent = (position - 1) >> 1
      if (scoreAt(parent) <= scoreAt(position)) return
      swap(parent, position)
      position = parent
    }
  }
  function sink(): void {
    for (let position = 0; ; ) {
      const left = 2 * position + 1
      const child = scoreAt(left + 1) < scoreAt(left) ? left + 1 : left
      if (scoreAt(child) >= scoreAt(position)) return
      swap(child, position)
      position = child
    }
  }
  return {
    least: () => (heap.length < size ? 0 : scoreAt(0)),
    offer(item: number, score: number): void {
      if (heap.length < size) {
        heap.push({ item, score })
        rise(heap.length - 1)
        return
      }
      heap[0] = { item, score }
      sink()
    },
    items: () => heap.map(({ item }) => item),
  }
}
