/** What a search reads. Entries and phrases are numbers in the order they were added; so are terms. */
export interface IndexReader {
  readonly entryCount: number
  readonly phraseCount: number
  readonly termCount: number
  /** -1 when no phrase holds it. */
  termIdOf(stem: string): number
  stemAt(termId: number): string
  stemLength(termId: number): number
  /** Its row in `word-meanings`, or `NO_MEANING`. */
  meaningOf(termId: number): number
  /** Entries that hold a term. */
  documentsOf(termId: number): number
  /** Terms of a bucket of `related-words`. */
  related(bucket: number): ArrayLike<number>
  /** Phrases that hold a term. */
  postings(termId: number): ArrayLike<number>
  phraseTerms(phrase: number): ArrayLike<number>
  phraseLength(phrase: number): number
  /** For each term of a phrase: its word class, `NEGATED` when it is denied, `PART` when it means nothing by itself. */
  phraseFlags(phrase: number): ArrayLike<number>
  phraseEntry(phrase: number): number
  /** The kinds of question of a phrase, and `PROBLEM`. */
  phraseTraits(phrase: number): number
  /** Entries with a key of this hash; the key itself has to be compared. */
  keyed(hash: number): ArrayLike<number>
}

export const CLASS_MASK = 3
export const NEGATED = 4
export const PART = 8
export const PROBLEM = 128
