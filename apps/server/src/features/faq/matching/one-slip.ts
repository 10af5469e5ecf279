const keyboards = ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const neighbours = new Set(
  keyboards.flatMap((row) => [...row].slice(1).flatMap((key, at) => [`${row[at]}${key}`, `${key}${row[at]}`])),
)

/** What one slip of the pen costs. */
export const LIKELY_SLIP = 1
export const UNLIKELY_SLIP = 2

/**
 * How far a written word is from the one that was meant: 0 for itself, `LIKELY_SLIP` for a letter left out, written twice, swapped
 * with its neighbour or hit beside its key, `UNLIKELY_SLIP` for any other letter that is wrong or too many, infinite for more.
 */
export function slipCost(written: string, meant: string): number {
  if (Math.abs(written.length - meant.length) > 1) return Number.POSITIVE_INFINITY
  if (written === meant) return 0
  let start = 0
  while (start < written.length && written[start] === meant[start]) start++
  let [writtenEnd, meantEnd] = [written.length, meant.length]
  while (writtenEnd > start && meantEnd > start && written[writtenEnd - 1] === meant[meantEnd - 1]) {
    writtenEnd--
    meantEnd--
  }
  const [wrong, right] = [written.slice(start, writtenEnd), meant.slice(start, meantEnd)]
  if (wrong === '') return right.length === 1 ? LIKELY_SLIP : Number.POSITIVE_INFINITY
  if (wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0]) return LIKELY_SLIP
  if (wrong.length > 1 || right.length > 1) return Number.POSITIVE_INFINITY
  const isLikely =
    right === '' ? wrong === written[start - 1] || isBesideKey(written, start) : neighbours.has(wrong + right)
  return isLikely ? LIKELY_SLIP : UNLIKELY_SLIP
}

/** A finger that hit two keys at once. */
function isBesideKey(written: string, at: number): boolean {
  const key = written.charAt(at)
  return neighbours.has(key + written.charAt(at - 1)) || neighbours.has(key + written.charAt(at + 1))
}
