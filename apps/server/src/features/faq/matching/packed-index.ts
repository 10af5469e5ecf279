import type { GrowingIndex } from './growing-index.ts'
import type { IndexReader } from './index-reader.ts'
import { BUCKET_COUNT, hashText } from './related-words.ts'
import { NO_MEANING } from './word-meanings.ts'

/** Lists of numbers end to end: list `n` lies between `starts[n]` and `starts[n + 1]`. */
interface PackedLists {
  readonly starts: Uint32Array<ArrayBuffer>
  readonly items: Uint32Array<ArrayBuffer>
}

/** An index as plain memory: it moves between threads without being copied, and holds no object per word. */
export interface PackedIndex {
  readonly entryCount: number
  readonly stemStarts: Uint32Array<ArrayBuffer>
  /** UTF-16 code units of all stems. */
  readonly stemLetters: Uint16Array<ArrayBuffer>
  /** Open addressing: term + 1, 0 where free. */
  readonly stemSlots: Uint32Array<ArrayBuffer>
  readonly documents: Uint32Array<ArrayBuffer>
  readonly meanings: Int32Array<ArrayBuffer>
  readonly buckets: PackedLists
  readonly postings: PackedLists
  readonly phraseTerms: PackedLists
  readonly phraseFlags: Uint8Array<ArrayBuffer>
  readonly phraseEntries: Uint32Array<ArrayBuffer>
  readonly phraseTraits: Uint8Array<ArrayBuffer>
  /** Hashes in ascending order; `keys` has the entries of each. */
  readonly keyHashes: Uint32Array<ArrayBuffer>
  readonly keys: PackedLists
}

export function packIndex({ lists, entryCount }: GrowingIndex): PackedIndex {
  const hashes = Uint32Array.from(lists.keys.keys()).sort()
  const stemStarts = new Uint32Array(lists.stems.length + 1)
  for (const [term, stem] of lists.stems.entries()) stemStarts[term + 1] = (stemStarts[term] ?? 0) + stem.length
  const stemLetters = new Uint16Array(stemStarts.at(-1) ?? 0)
  for (const [term, stem] of lists.stems.entries())
    for (let position = 0; position < stem.length; position++)
      stemLetters[(stemStarts[term] ?? 0) + position] = stem.charCodeAt(position)
  return {
    entryCount,
    stemStarts,
    stemLetters,
    stemSlots: slotsOf(lists.stems),
    documents: Uint32Array.from(lists.documents),
    meanings: Int32Array.from(lists.meanings),
    buckets: packLists(BUCKET_COUNT, (bucket) => lists.buckets.get(bucket) ?? []),
    postings: packLists(lists.postings.length, (term) => lists.postings[term] ?? []),
    phraseTerms: packLists(lists.phraseTerms.length, (phrase) => lists.phraseTerms[phrase] ?? []),
    phraseFlags: Uint8Array.from(lists.phraseFlags.flat()),
    phraseEntries: Uint32Array.from(lists.phraseEntries),
    phraseTraits: Uint8Array.from(lists.phraseTraits),
    keyHashes: hashes,
    keys: packLists(hashes.length, (position) => lists.keys.get(hashes[position] ?? 0) ?? []),
  }
}

/** The memory to hand over with a message. */
export function buffersOf(packed: PackedIndex): ArrayBuffer[] {
  return Object.values(packed).flatMap((part: PackedIndex[keyof PackedIndex]) =>
    typeof part === 'number' ? [] : 'starts' in part ? [part.starts.buffer, part.items.buffer] : [part.buffer],
  )
}

/** Costs nothing: the memory is read as it lies. */
export function readPackedIndex(packed: PackedIndex): IndexReader {
  const { phraseTerms } = packed
  return {
    entryCount: packed.entryCount,
    phraseCount: packed.phraseEntries.length,
    termCount: packed.documents.length,
    termIdOf: (stem) => findStem(packed, stem),
    stemAt: (term) => stemAt(packed, term),
    stemLength: (term) => (packed.stemStarts[term + 1] ?? 0) - (packed.stemStarts[term] ?? 0),
    meaningOf: (term) => packed.meanings[term] ?? NO_MEANING,
    documentsOf: (term) => packed.documents[term] ?? 0,
    related: (bucket) => listAt(packed.buckets, bucket),
    postings: (term) => listAt(packed.postings, term),
    phraseLength: (phrase) => (phraseTerms.starts[phrase + 1] ?? 0) - (phraseTerms.starts[phrase] ?? 0),
    phraseTerms: (phrase) => listAt(phraseTerms, phrase),
    phraseFlags: (phrase) => packed.phraseFlags.subarray(phraseTerms.starts[phrase], phraseTerms.starts[phrase + 1]),
    phraseEntry: (phrase) => packed.phraseEntries[phrase] ?? 0,
    phraseTraits: (phrase) => packed.phraseTraits[phrase] ?? 0,
    keyed(hash) {
      const position = positionOf(packed.keyHashes, hash)
      return position === -1 ? [] : listAt(packed.keys, position)
    },
  }
}

function packLists(count: number, listAt: (index: number) => readonly number[]): PackedLists {
  const starts = new Uint32Array(count + 1)
  for (let index = 0; index < count; index++) starts[index + 1] = (starts[index] ?? 0) + listAt(index).length
  const items = new Uint32Array(starts[count] ?? 0)
  for (let index = 0; index < count; index++) items.set(listAt(index), starts[index])
  return { starts, items }
}

function listAt({ starts, items }: PackedLists, index: number): Uint32Array {
  return items.subarray(starts[index], starts[index + 1])
}

function slotsOf(stems: readonly string[]): Uint32Array<ArrayBuffer> {
  // At most half full, so that a search ends soon.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(2, stems.length * 2))))
  for (const [term, stem] of stems.entries()) {
    let slot = hashText(stem) & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = term + 1
  }
  return slots
}

function findStem(packed: PackedIndex, stem: string): number {
  const { stemSlots } = packed
  for (let slot = hashText(stem) & (stemSlots.length - 1); ; slot = (slot + 1) & (stemSlots.length - 1)) {
    const term = (stemSlots[slot] ?? 0) - 1
    if (term === -1) return -1
    if (isStem(packed, term, stem)) return term
  }
}

function isStem({ stemStarts, stemLetters }: PackedIndex, term: number, stem: string): boolean {
  const start = stemStarts[term] ?? 0
  if ((stemStarts[term + 1] ?? 0) - start !== stem.length) return false
  for (let position = 0; position < stem.length; position++)
    if (stemLetters[start + position] !== stem.charCodeAt(position)) return false
  return true
}

function stemAt({ stemStarts, stemLetters }: PackedIndex, term: number): string {
  return String.fromCharCode(...stemLetters.subarray(stemStarts[term], stemStarts[term + 1]))
}

function positionOf(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const value = sorted[middle] ?? 0
    if (value === wanted) return middle
    if (value < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
