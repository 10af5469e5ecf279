import { countEdits } from './count-edits.ts'
import type { IndexReader } from './index-reader.ts'
import { guessConcepts } from './question-lexicon.ts'
import { conceptBucket, gramsOf, rootBucket } from './related-words.ts'
import { alikeness, hasMeaning, mayBeAlike, meaningRowOf, NO_MEANING } from './word-meanings.ts'
import { rootOf } from './word-root.ts'

export interface SimilarTerm {
  readonly termId: number
  /** 1 is the same stem. */
  readonly likeness: number
}

const SAME_ROOT = 0.88
/** Other words for the same thing. */
const SAME_CONCEPT = 0.8
/** Other words for what a word that nobody knows may have been. */
const GUESSED_CONCEPT = 0.72
/** Stems that begin alike, without a common root that is known. */
const SHARED_BEGINNING = 0.5
const EDIT_COST = 1.6
/** A word that is known as it stands is hardly a slip of the pen; nor is a short one that was not mended. */
const KNOWN_WORD_FACTOR = 0.6
const LONG_STEM = 7
/** People seldom mistype the first letter. */
const OTHER_FIRST_LETTER_FACTOR = 0.85
const GRAMS_FACTOR = 0.55
const MIN_GRAMS_LIKENESS = 0.5
/** One changed letter leaves a short word a single common group. */
const SHORT_WORD = 6
const MIN_SHARED_IN_SHORT = 0.2
const MIN_SHARED = 0.3
const MIN_FUZZY_LENGTH = 4
const MIN_BEGINNING = 5
/** Words that are used alike are seldom the same: they bring an entry forward, and never count as found. */
const MAX_ALIKENESS = 0.49
const MIN_ALIKE = 0.35
const ALIKE_FACTOR = 0.8
const MAX_ALIKE = 8
const MAX_SIMILAR = 24

/** Terms of an index a stem may stand for, best first: itself, its root, its meaning, a slip of the pen. */
export function findSimilarTerms(index: IndexReader, stem: string, concepts: readonly number[]): SimilarTerm[] {
  const found = new Map<number, number>()
  const offer = (termId: number, likeness: number) => {
    if (likeness > (found.get(termId) ?? 0)) found.set(termId, likeness)
  }
  const own = index.termIdOf(stem)
  if (own !== -1) offer(own, 1)
  const root = rootOf(stem)
  for (const termId of Array.from(index.related(rootBucket(root))))
    if (termId !== own && rootOf(index.stemAt(termId)) === root) offer(termId, SAME_ROOT)
  for (const concept of concepts)
    for (const termId of Array.from(index.related(conceptBucket(concept)))) offer(termId, SAME_CONCEPT)
  const isKnown = own !== -1 || concepts.length > 0 || hasMeaning(stem)
  if (!isKnown)
    for (const concept of guessConcepts(stem))
      for (const termId of Array.from(index.related(conceptBucket(concept)))) offer(termId, GUESSED_CONCEPT)
  offerAlike(index, meaningRowOf(stem), offer)
  if (stem.length >= MIN_FUZZY_LENGTH && !/\p{N}/u.test(stem)) {
    const typoFactor = isKnown || stem.length < LONG_STEM ? KNOWN_WORD_FACTOR : 1
    for (const [termId, share] of sharedGrams(index, stem))
      offer(termId, spellingLikeness(stem, index.stemAt(termId), { share, typoFactor }))
  }
  return [...found]
    .map(([termId, likeness]) => ({ termId, likeness }))
    .sort((left, right) => right.likeness - left.likeness)
    .slice(0, MAX_SIMILAR)
}

/** Words that are used alike: "ролик" and "видео". */
function offerAlike(index: IndexReader, row: number, offer: (termId: number, likeness: number) => void): void {
  if (row === NO_MEANING) return
  const found: SimilarTerm[] = []
  for (let termId = 0; termId < index.termCount; termId++) {
    const other = index.meaningOf(termId)
    if (other === NO_MEANING || !mayBeAlike(row, other)) continue
    const alike = alikeness(row, other)
    if (alike >= MIN_ALIKE) found.push({ termId, likeness: Math.min(MAX_ALIKENESS, ALIKE_FACTOR * alike) })
  }
  found.sort((left, right) => right.likeness - left.likeness)
  for (const { termId, likeness } of found.slice(0, MAX_ALIKE)) offer(termId, likeness)
}

let counts = new Uint8Array(1024)

/** Terms with enough letters in common, and how many: Dice over groups of three. The scratch space is cleared by what was touched. */
function sharedGrams(index: IndexReader, stem: string): [number, number][] {
  if (counts.length < index.termCount) counts = new Uint8Array(index.termCount * 2)
  const touched: number[] = []
  const grams = gramsOf(stem)
  for (const gram of grams) {
    const terms = index.related(gram)
    for (let position = 0; position < terms.length; position++) {
      const termId = terms[position] ?? 0
      const count = counts[termId] ?? 0
      if (count === 0) touched.push(termId)
      counts[termId] = count + 1
    }
  }
  const least = stem.length <= SHORT_WORD ? MIN_SHARED_IN_SHORT : MIN_SHARED
  const shared: [number, number][] = []
  for (const termId of touched) {
    const share = (2 * (counts[termId] ?? 0)) / (grams.length + index.stemLength(termId))
    counts[termId] = 0
    if (share >= least) shared.push([termId, share])
  }
  return shared
}

function spellingLikeness(stem: string, other: string, how: { share: number; typoFactor: number }): number {
  if (other.length < MIN_FUZZY_LENGTH || /\p{N}/u.test(other)) return 0
  const length = Math.max(stem.length, other.length)
  const edits = countEdits(stem, other)
  const allowed = length <= 5 ? 1 : length <= 9 ? 2 : 3
  const firstLetter = stem[0] === other[0] ? 1 : OTHER_FIRST_LETTER_FACTOR
  const byEdits = edits <= allowed ? (1 - (EDIT_COST * edits) / length) * firstLetter * how.typoFactor : 0
  const byBeginning = beginsAlike(stem, other) ? SHARED_BEGINNING : 0
  const byGrams = how.share >= MIN_GRAMS_LIKENESS ? GRAMS_FACTOR * how.share : 0
  return Math.max(byEdits, byBeginning, byGrams)
}

function beginsAlike(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length)
  let shared = 0
  while (shared < shorter && left[shared] === right[shared]) shared++
  return shared >= MIN_BEGINNING && shared >= Math.max(left.length, right.length) * 0.6
}
