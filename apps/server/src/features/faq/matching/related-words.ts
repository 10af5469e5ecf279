import { rootOf } from './word-root.ts'

/**
 * Words that may stand for one another meet in buckets: one for each three letters, one for each root, one for each concept.
 * Buckets of letters and roots are hashes, so whoever reads them compares the words themselves.
 */
/** Groups of letters are numbers below this. */
export const GRAM_HASHES = 65_536
const FIRST_ROOT_BUCKET = GRAM_HASHES
const FIRST_CONCEPT_BUCKET = 2 * GRAM_HASHES
const MAX_CONCEPTS = 1_024

export const BUCKET_COUNT = FIRST_CONCEPT_BUCKET + MAX_CONCEPTS

/** Each three letters of a stem once, as hashes; its edges are marked. */
export function gramsOf(stem: string): number[] {
  const padded = `^${stem}$`
  const grams: number[] = []
  for (let position = 0; position + 3 <= padded.length; position++) {
    const gram = gramAt(padded, position)
    if (!grams.includes(gram)) grams.push(gram)
  }
  return grams
}

function gramAt(padded: string, position: number): number {
  return (
    (Math.imul(padded.charCodeAt(position), 0x9e35) ^
      Math.imul(padded.charCodeAt(position + 1), 0x85eb) ^
      Math.imul(padded.charCodeAt(position + 2), 0xc2b3)) &
    (GRAM_HASHES - 1)
  )
}

/** The first and the last two letters of a stem, with the edge they stand at: one slip leaves one of them as it was. */
export function edgeGramsOf(stem: string): number[] {
  return [gramAt(`^${stem}$`, 0), gramAt(`^${stem}$`, stem.length - 1)]
}

export function rootBucket(root: string): number {
  return FIRST_ROOT_BUCKET + (hashText(root) & (GRAM_HASHES - 1))
}

export function conceptBucket(concept: number): number {
  return FIRST_CONCEPT_BUCKET + concept
}

/** All buckets a stem belongs to. */
export function bucketsOf(stem: string, concepts: readonly number[]): number[] {
  return [...gramsOf(stem), rootBucket(rootOf(stem)), ...concepts.map(conceptBucket)]
}

/** FNV-1a, 32 bit. */
export function hashText(text: string): number {
  let hash = NO_TEXT_HASH
  for (let position = 0; position < text.length; position++) hash = extendHash(hash, text.charCodeAt(position))
  return hash >>> 0
}

/** The hash of nothing, and of a text with one code unit more: for whoever asks for many texts that begin alike. */
export const NO_TEXT_HASH = 0x811c9dc5
export function extendHash(hash: number, codeUnit: number): number {
  return Math.imul(hash ^ codeUnit, 0x01000193)
}
