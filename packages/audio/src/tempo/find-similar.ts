/** Every fourth sample tells enough to find the neighbourhood; the last steps look at each. */
const COARSE_STEP = 4

/** Where, between `from` and `to`, the sound is most like the sound at `like`: the greatest normalised correlation over `length` samples. */
export function findSimilar(
  samples: Float32Array,
  { like, from, to, length }: { like: number; from: number; to: number; length: number },
): number {
  const search = (first: number, last: number, step: number) => {
    let [best, bestLikeness] = [first, Number.NEGATIVE_INFINITY]
    for (let start = first; start <= last; start += step) {
      const likeness = correlation(samples, { left: like, right: start, length, step })
      if (likeness > bestLikeness) [best, bestLikeness] = [start, likeness]
    }
    return best
  }
  const near = search(from, to, COARSE_STEP)
  return search(Math.max(from, near - COARSE_STEP + 1), Math.min(to, near + COARSE_STEP - 1), 1)
}

function correlation(
  samples: Float32Array,
  { left, right, length, step }: { left: number; right: number; length: number; step: number },
): number {
  let [product, energy] = [0, 1]
  for (let index = 0; index < length; index += step) {
    const value = samples[right + index] ?? 0
    product += (samples[left + index] ?? 0) * value
    energy += value * value
  }
  return product / Math.sqrt(energy)
}
