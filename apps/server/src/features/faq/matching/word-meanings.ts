import { readFileSync } from 'node:fs'
import { LRUCache } from 'lru-cache'

/**
 * What frequent words mean, as directions: words that are used alike point alike. Made by `tools/word-meanings/` from a language
 * model; here it is only read. The file: how many words and how many numbers a word, the stems, then the numbers as bytes.
 */
const bytes = readFileSync(new URL('./word-meanings.data.bin', import.meta.url))
const wordCount = bytes.readUInt32LE(0)
/** Numbers a word. */
export const MEANING_SIZE = bytes.readUInt32LE(4)
const textLength = bytes.readUInt32LE(8)
const HEADER_LENGTH = 12

const rowByStem = new Map(
  bytes
    .toString('utf8', HEADER_LENGTH, HEADER_LENGTH + textLength)
    .split('\n')
    .map((stem, row) => [stem, row]),
)
const vectors = new Int8Array(bytes.buffer, bytes.byteOffset + HEADER_LENGTH + textLength, wordCount * MEANING_SIZE)
const SKETCH_WORDS = MEANING_SIZE / 32
/** Length of every vector, squared. */
const SCALE = 254 * 254
const sketches = sketchAll()

/** No word of the table. */
export const NO_MEANING = -1
/** Stems with so many of their signs in common may be alike. */
const MAX_OTHER_SIGNS = Math.floor(MEANING_SIZE * 0.42)
const SHORTEST_BEGINNING = 5
const rows = new LRUCache<string, number>({ max: 20_000 })

export function hasMeaning(stem: string): boolean {
  return rowByStem.has(stem)
}

/** Where it stands among the known stems, the frequent first. */
export function meaningPlaceOf(stem: string): number | null {
  return rowByStem.get(stem) ?? null
}

/** Where the table has a stem, or one that begins like it, or `NO_MEANING`. */
export function meaningRowOf(stem: string): number {
  const known = rowByStem.get(stem) ?? rows.get(stem)
  if (known !== undefined) return known
  const row = findRow(stem)
  rows.set(stem, row)
  return row
}

function findRow(stem: string): number {
  for (let length = stem.length - 1; length >= SHORTEST_BEGINNING && length >= stem.length - 3; length--) {
    const row = rowByStem.get(stem.slice(0, length))
    if (row !== undefined) return row
  }
  return NO_MEANING
}

/** -1 to 1: how alike two words are used. */
export function alikeness(left: number, right: number): number {
  const [leftStart, rightStart] = [left * MEANING_SIZE, right * MEANING_SIZE]
  let sum = 0
  for (let at = 0; at < MEANING_SIZE; at++) sum += (vectors[leftStart + at] ?? 0) * (vectors[rightStart + at] ?? 0)
  return sum / SCALE
}

/** Rules out most of what is not alike, from a few bits. */
export function mayBeAlike(left: number, right: number): boolean {
  let different = 0
  for (let at = 0; at < SKETCH_WORDS; at++)
    different += countBits((sketches[left * SKETCH_WORDS + at] ?? 0) ^ (sketches[right * SKETCH_WORDS + at] ?? 0))
  return different <= MAX_OTHER_SIGNS
}

export function addMeaning(sum: Float32Array, row: number, weight: number): void {
  const start = row * MEANING_SIZE
  for (let at = 0; at < MEANING_SIZE; at++) sum[at] = (sum[at] ?? 0) + weight * (vectors[start + at] ?? 0)
}

export function cosineOf(left: Float32Array, right: Float32Array): number {
  let [product, leftSquare, rightSquare] = [0, 0, 0]
  for (let at = 0; at < MEANING_SIZE; at++) {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0]
    product += one * other
    leftSquare += one * one
    rightSquare += other * other
  }
  return leftSquare === 0 || rightSquare === 0 ? 0 : product / Math.sqrt(leftSquare * rightSquare)
}

/** The signs of the numbers of every word. */
function sketchAll(): Int32Array {
  const signs = new Int32Array(wordCount * SKETCH_WORDS)
  for (let at = 0; at < vectors.length; at++)
    if ((vectors[at] ?? 0) > 0) signs[at >> 5] = (signs[at >> 5] ?? 0) | (1 << (at & 31))
  return signs
}

function countBits(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555)
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333)
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
