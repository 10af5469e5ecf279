import { analyzeQuestion } from './analyze-question.ts'
import { entryKeys, exactHash, keywordHash } from './entry-keys.ts'
import type { IndexedEntry } from './faq-match.ts'
import { type IndexReader, NEGATED, PART, PROBLEM } from './index-reader.ts'
import { conceptsOf } from './question-lexicon.ts'
import { bucketsOf } from './related-words.ts'
import { meaningRowOf, NO_MEANING } from './word-meanings.ts'

/** The lists behind a growing index, for whoever packs them. */
export interface GrowingLists {
  readonly stems: readonly string[]
  readonly documents: readonly number[]
  readonly meanings: readonly number[]
  readonly buckets: ReadonlyMap<number, readonly number[]>
  readonly postings: readonly (readonly number[])[]
  readonly phraseTerms: readonly (readonly number[])[]
  readonly phraseFlags: readonly (readonly number[])[]
  readonly phraseEntries: readonly number[]
  readonly phraseTraits: readonly number[]
  readonly keys: ReadonlyMap<number, readonly number[]>
}

export interface GrowingIndex extends IndexReader {
  readonly lists: GrowingLists
  /** @returns the entry's number. */
  add(entry: IndexedEntry): number
}

const none: readonly number[] = []

/** An index that takes one entry after the other: what was edited since the last packing, and what a packing starts from. */
export function createGrowingIndex(): GrowingIndex {
  const ids = new Map<string, number>()
  const stems: string[] = []
  const documents: number[] = []
  const meanings: number[] = []
  const lastEntry: number[] = []
  const buckets = new Map<number, number[]>()
  const postings: number[][] = []
  const phraseTerms: number[][] = []
  const phraseFlags: number[][] = []
  const phraseEntries: number[] = []
  const phraseTraits: number[] = []
  const keys = new Map<number, number[]>()
  let entryCount = 0

  function termOf(stem: string): number {
    const known = ids.get(stem)
    if (known !== undefined) return known
    const id = stems.length
    ids.set(stem, id)
    stems.push(stem)
    documents.push(0)
    meanings.push(meaningRowOf(stem))
    lastEntry.push(-1)
    postings.push([])
    for (const bucket of bucketsOf(stem, conceptsOf(stem))) append(buckets, bucket, id)
    return id
  }

  function addPhrase(text: string, entry: number): void {
    const { terms, kinds, isProblem } = analyzeQuestion(text)
    if (terms.length === 0) return
    const phrase = phraseTerms.length
    const termIds = terms.map(({ stem }) => termOf(stem))
    for (const termId of termIds) {
      postings[termId]?.push(phrase)
      if (lastEntry[termId] === entry) continue
      lastEntry[termId] = entry
      documents[termId] = (documents[termId] ?? 0) + 1
    }
    phraseTerms.push(termIds)
    phraseFlags.push(
      terms.map(({ wordClass, isNegated, isPart }) => wordClass | (isNegated ? NEGATED : 0) | (isPart ? PART : 0)),
    )
    phraseEntries.push(entry)
    phraseTraits.push(kinds | (isProblem ? PROBLEM : 0))
  }

  return {
    lists: {
      stems,
      documents,
      meanings,
      buckets,
      postings,
      phraseTerms,
      phraseFlags,
      phraseEntries,
      phraseTraits,
      keys,
    },
    get entryCount() {
      return entryCount
    },
    get termCount() {
      return stems.length
    },
    get phraseCount() {
      return phraseTerms.length
    },
    add(entry) {
      const number = entryCount++
      for (const text of new Set([entry.question, ...entry.phrasings])) addPhrase(text, number)
      const { exact, keywords } = entryKeys(entry)
      for (const key of exact) append(keys, exactHash(key), number)
      for (const key of keywords) append(keys, keywordHash(key), number)
      return number
    },
    termIdOf: (stem) => ids.get(stem) ?? -1,
    stemAt: (termId) => stems[termId] ?? '',
    stemLength: (termId) => stems[termId]?.length ?? 0,
    meaningOf: (termId) => meanings[termId] ?? NO_MEANING,
    documentsOf: (termId) => documents[termId] ?? 0,
    related: (bucket) => buckets.get(bucket) ?? none,
    postings: (termId) => postings[termId] ?? none,
    phraseLength: (phrase) => phraseTerms[phrase]?.length ?? 0,
    phraseTerms: (phrase) => phraseTerms[phrase] ?? none,
    phraseFlags: (phrase) => phraseFlags[phrase] ?? none,
    phraseEntry: (phrase) => phraseEntries[phrase] ?? 0,
    phraseTraits: (phrase) => phraseTraits[phrase] ?? 0,
    keyed: (hash) => keys.get(hash) ?? none,
  }
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
