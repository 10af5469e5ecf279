import { distance } from 'fastest-levenshtein'
import { LRUCache } from 'lru-cache'

export interface SimilarTerm {
  readonly termId: number
  /** 1 is the same stem. */
  readonly likeness: number
}

const MIN_FUZZY_LENGTH = 4
const MAX_SIMILAR = 10
const MIN_SHARED_GRAMS = 0.34
/** Stems that begin alike are forms of one root: оплат-а, оплач-ива-ть. */
const SHARED_PREFIX_LETTERS = 4
const SHARED_PREFIX_LIKENESS = 0.62

/** All stems of an index, and which of them are like a given one: a typo away, or of the same root. */
export function createVocabulary() {
  const ids = new Map<string, number>()
  const stems: string[] = []
  const idsByGram = new Map<string, number[]>()
  /** Answers stay right while nothing is added; every addition begins a new cache. */
  let similarTo = new LRUCache<string, readonly SimilarTerm[]>({ max: 5_000 })

  function similar(stem: string): readonly SimilarTerm[] {
    const shared = new Map<number, number>()
    const grams = gramsOf(stem)
    for (const gram of grams) for (const id of idsByGram.get(gram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1)
    const found: SimilarTerm[] = []
    for (const [termId, count] of shared) {
      const other = stems[termId] ?? ''
      if (count / Math.max(grams.length, other.length) < MIN_SHARED_GRAMS) continue
      const likeness = likenessOf(stem, other)
      if (likeness > 0) found.push({ termId, likeness })
    }
    return found.sort((left, right) => right.likeness - left.likeness).slice(0, MAX_SIMILAR)
  }

  return {
    idOf: (stem: string): number | undefined => ids.get(stem),
    stemOf: (id: number): string => stems[id] ?? '',
    add(stem: string): number {
      const known = ids.get(stem)
      if (known !== undefined) return known
      const id = stems.length
      ids.set(stem, id)
      stems.push(stem)
      for (const gram of gramsOf(stem)) {
        const list = idsByGram.get(gram)
        if (list) list.push(id)
        else idsByGram.set(gram, [id])
      }
      if (similarTo.size > 0) similarTo = new LRUCache({ max: 5_000 })
      return id
    },
    similar(stem: string): readonly SimilarTerm[] {
      const known = similarTo.get(stem)
      if (known) return known
      const found = similar(stem)
      similarTo.set(stem, found)
      return found
    },
  }
}

/** Pairs of letters, with the edges marked. */
function gramsOf(stem: string): string[] {
  const padded = `^${stem}$`
  const grams = new Set<string>()
  for (let position = 0; position < padded.length - 1; position++) grams.add(padded.slice(position, position + 2))
  return [...grams]
}

function likenessOf(left: string, right: string): number {
  if (left === right) return 1
  const length = Math.max(left.length, right.length)
  if (Math.min(left.length, right.length) < MIN_FUZZY_LENGTH || /\p{N}/u.test(left) || /\p{N}/u.test(right)) return 0
  const allowed = length <= 5 ? 1 : length <= 8 ? 2 : 3
  const edits = editsBetween(left, right)
  const byEdits = edits <= allowed ? 1 - (1.6 * edits) / length : 0
  return Math.max(byEdits, sharesRoot(left, right) ? SHARED_PREFIX_LIKENESS : 0)
}

/** Levenshtein, with two swapped neighbours counted as one edit. */
function editsBetween(left: string, right: string): number {
  const edits = distance(left, right)
  if (edits !== 2 || left.length !== right.length) return edits
  for (let position = 0; position < left.length - 1; position++) {
    if (left[position] === right[position]) continue
    const isSwapped =
      left[position] === right[position + 1] &&
      left[position + 1] === right[position] &&
      left.slice(position + 2) === right.slice(position + 2)
    return isSwapped ? 1 : edits
  }
  return edits
}

function sharesRoot(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length)
  let shared = 0
  while (shared < shorter && left[shared] === right[shared]) shared++
  return shared >= SHARED_PREFIX_LETTERS && shared >= Math.max(left.length, right.length) * 0.55
}
