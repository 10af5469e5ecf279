/** What is left of samples when each is foretold from the few before it. */
export interface Prediction {
  /** How many samples before are looked at; these stand at the beginning as they are. */
  readonly order: number
  readonly residual: Int32Array
}

const MAX_ORDER = 4

/** The best of FLAC's five fixed polynomials: each order is the difference of the one before (RFC 9639, section 9.2.5). */
export function predictFixed(samples: Int16Array): Prediction {
  let difference: Int32Array = Int32Array.from(samples)
  let best: Prediction = { order: 0, residual: difference }
  let bestSum = sumOf(difference)
  for (let order = 1; order <= Math.min(MAX_ORDER, samples.length - 1); order++) {
    difference = differenceOf(difference)
    const sum = sumOf(difference)
    if (sum >= bestSum) continue
    bestSum = sum
    best = { order, residual: difference }
  }
  return best
}

function differenceOf(values: Int32Array): Int32Array {
  const result = new Int32Array(values.length - 1)
  for (let index = 0; index < result.length; index++) result[index] = (values[index + 1] ?? 0) - (values[index] ?? 0)
  return result
}

function sumOf(values: Int32Array): number {
  let sum = 0
  for (const value of values) sum += Math.abs(value)
  return sum
}
