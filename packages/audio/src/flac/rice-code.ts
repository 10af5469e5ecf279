import type { BitWriter } from './bit-writer.ts'

const MAX_PARAMETER = 14
const PARAMETER_BITS = 4

/** Values of one neighbourhood, folded to be positive: small ones, of either sign, become small. */
export interface RicePartition {
  readonly folded: Uint32Array
  /** How many low bits are written as they are; the rest is counted out. */
  readonly parameter: number
  readonly bitCount: number
}

/** The cheapest way to write these values (RFC 9639, section 9.2.7). */
export function planRice(residual: Int32Array): RicePartition {
  const folded = Uint32Array.from(residual, (value) => (value << 1) ^ (value >> 31))
  const mean = folded.reduce((sum, value) => sum + value, 0) / Math.max(1, folded.length)
  const guess = Math.max(0, Math.min(MAX_PARAMETER, Math.floor(Math.log2(Math.max(1, mean)))))
  let [parameter, bitCount] = [guess, bitCountOf(folded, guess)]
  for (const other of [guess - 1, guess + 1]) {
    if (other < 0 || other > MAX_PARAMETER) continue
    const count = bitCountOf(folded, other)
    if (count < bitCount) [parameter, bitCount] = [other, count]
  }
  return { folded, parameter, bitCount }
}

export function writeRice(bits: BitWriter, { folded, parameter }: RicePartition): void {
  bits.write(parameter, PARAMETER_BITS)
  for (const value of folded) {
    bits.writeUnary(value >>> parameter)
    bits.write(value, parameter)
  }
}

function bitCountOf(folded: Uint32Array, parameter: number): number {
  let count = PARAMETER_BITS + folded.length * (parameter + 1)
  for (const value of folded) count += value >>> parameter
  return count
}
