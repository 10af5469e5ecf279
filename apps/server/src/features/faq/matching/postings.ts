import type { SimilarTerm } from './vocabulary.ts'

export interface RoughScores {
  readonly scores: Float32Array
  /** Phrases with any common word. */
  readonly touched: readonly number[]
}

/** Which phrases hold a term. The scratch space of a search is kept and cleared by what was touched, not made anew. */
export function createPostings() {
  const lists: number[][] = []
  let scores = new Float32Array(1024)
  let lastTerm = new Uint8Array(1024)
  let touched: number[] = []

  function prepare(size: number): void {
    for (const id of touched) {
      scores[id] = 0
      lastTerm[id] = 0
    }
    touched = []
    if (scores.length >= size) return
    scores = new Float32Array(size * 2)
    lastTerm = new Uint8Array(size * 2)
  }

  return {
    add(termId: number, phraseId: number): void {
      const list = lists[termId]
      if (list) list.push(phraseId)
      else lists[termId] = [phraseId]
    },
    lengthOf: (termId: number): number => lists[termId]?.length ?? 0,
    /** Adds up, for every phrase, the best variant of each term it holds. Variants come best first. At most 255 terms. */
    accumulate(
      terms: readonly { readonly variants: readonly SimilarTerm[]; readonly weight: number }[],
      size: number,
    ): RoughScores {
      prepare(size)
      terms.forEach(({ variants, weight }, position) => {
        const mark = position + 1
        for (const { termId, likeness } of variants) {
          for (const phraseId of lists[termId] ?? []) {
            if (lastTerm[phraseId] === mark) continue
            if (scores[phraseId] === 0) touched.push(phraseId)
            lastTerm[phraseId] = mark
            scores[phraseId] = (scores[phraseId] ?? 0) + weight * likeness
          }
        }
      })
      return { scores, touched }
    },
  }
}
