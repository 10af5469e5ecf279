import { distance } from 'fastest-levenshtein'

/** Levenshtein distance, with two swapped neighbours counted as one edit where nothing else differs. */
export function countEdits(left: string, right: string): number {
  const edits = distance(left, right)
  if (edits !== 2 || left.length !== right.length) return edits
  const first = [...left].findIndex((letter, position) => letter !== right[position])
  const isSwapped =
    left[first] === right[first + 1] &&
    left[first + 1] === right[first] &&
    left.slice(first + 2) === right.slice(first + 2)
  return isSwapped ? 1 : 2
}
