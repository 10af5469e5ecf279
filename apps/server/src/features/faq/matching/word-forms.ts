import { readFileSync } from 'node:fs'
import { hashText } from './related-words.ts'

/**
 * Which Russian and English words there are, in every form: a Bloom filter of 1.4 million of them, made by `tools/word-forms/`.
 * One in two hundred that are none passes for a word.
 */
const bits = readFileSync(new URL('./word-forms.data.bin', import.meta.url))
const PROBES = 6

export function isWordForm(word: string): boolean {
  return isFormHash(hashText(word))
}

/** The same of a word of which only the hash is known, as `extendHash` makes it. */
export function isFormHash(hash: number): boolean {
  let slot = hash >>> 0
  const step = stepOf(slot)
  for (let probe = 0; probe < PROBES; probe++) {
    const at = slot & (bits.length * 8 - 1)
    if (((bits[at >> 3] ?? 0) & (1 << (at & 7))) === 0) return false
    slot = (slot + step) | 0
  }
  return true
}

/** The bits of a word in a filter of so many bytes, a power of two. */
export function slotsOf(word: string, sizeBytes: number): number[] {
  const first = hashText(word)
  const step = stepOf(first)
  return Array.from({ length: PROBES }, (_, probe) => (first + Math.imul(probe, step)) & (sizeBytes * 8 - 1))
}

/** Another hash from the first one; odd, so that no two bits fall together. */
function stepOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 12)) | 1
}
