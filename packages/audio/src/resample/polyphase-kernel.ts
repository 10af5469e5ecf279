/** Zero crossings on each side: how steep the filter is. 32 leave a transition of a tenth of the lower rate. */
const ZEROS = 32
/** Where it lies: the middle of the transition, as a share of the lower rate's Nyquist frequency. */
const ROLLOFF = 0.94
/** Kaiser's shape for 100 dB between what passes and what does not: 0.1102 × (100 − 8.7). */
const KAISER_BETA = 10.06

/** A low-pass filter cut into phases: for an output between two inputs, the weights of the inputs around it. */
export interface PolyphaseKernel {
  /** Outputs for every `down` inputs. */
  readonly up: number
  readonly down: number
  /** Inputs on each side that an output needs. */
  readonly reach: number
  /** `up` rows of `2 × reach` weights, each of sum 1. */
  readonly weights: Float32Array
}

/** Making one takes longer than a tenth of a second of sound does to pass it. Few pairs of rates are in use. */
const known = new Map<string, PolyphaseKernel>()
const MAX_KNOWN = 16

/** A Kaiser-windowed sinc for a ratio of rates, kept for the next stream between the two. */
export function polyphaseKernel(fromHz: number, toHz: number): PolyphaseKernel {
  const divisor = greatestCommonDivisor(fromHz, toHz)
  const [up, down] = [toHz / divisor, fromHz / divisor]
  const name = `${up}/${down}`
  const kernel = known.get(name) ?? makeKernel(up, down)
  if (known.size < MAX_KNOWN) known.set(name, kernel)
  return kernel
}

function makeKernel(up: number, down: number): PolyphaseKernel {
  const scale = Math.min(1, up / down)
  const reach = Math.ceil(ZEROS / scale)
  const weights = new Float32Array(up * reach * 2)
  for (let phase = 0; phase < up; phase++) fillPhase(weights.subarray(phase * reach * 2), { phase, up, reach, scale })
  return { up, down, reach, weights }
}

function fillPhase(
  row: Float32Array,
  { phase, up, reach, scale }: { phase: number; up: number; reach: number; scale: number },
): void {
  let sum = 0
  const values: number[] = []
  for (let tap = 0; tap < reach * 2; tap++) {
    // The distance from the output to its input, in inputs.
    const distance = tap - reach + 1 - phase / up
    const value = sinc(distance * scale * ROLLOFF) * kaiser(distance / reach)
    values.push(value)
    sum += value
  }
  for (const [tap, value] of values.entries()) row[tap] = value / sum
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA)
}

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right)
}
