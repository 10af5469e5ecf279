import type { Language } from '@secretary/contracts/scalars'

/** What the matcher needs of an entry. Entries that may not answer are never given to it. */
export interface FaqIndexEntry {
  readonly id: string
  readonly question: string
  readonly phrasings: readonly string[]
  readonly keywords: readonly string[]
  readonly patterns: readonly string[]
  readonly exclusions: readonly string[]
  readonly priority: number
  /** Null: everywhere; otherwise one channel instance. */
  readonly scopeId: string | null
  readonly language: Language | null
}

/** What of an entry is indexed. */
export type IndexedEntry = Pick<FaqIndexEntry, 'question' | 'phrasings' | 'keywords'>

export interface FaqCandidate {
  readonly entryId: string
  /** 0 to 1. */
  readonly score: number
  readonly matchedWords: readonly { readonly query: string; readonly entry: string }[]
}

export interface FaqMatch {
  /** `hit`: answer with it. `near`: worth offering, or giving to a model as a source. */
  readonly outcome: 'hit' | 'near' | 'none'
  readonly entryId: string | null
  readonly kind: 'exact' | 'keyword' | 'pattern' | 'fuzzy' | null
  readonly score: number
  readonly elapsedMs: number
  /** Best first. */
  readonly candidates: readonly FaqCandidate[]
}

export interface MatchOptions {
  readonly scopeId?: string | null
  readonly language?: Language
  /** @default 5 */
  readonly limit?: number
  /** Fills `matchedWords`. @default false */
  readonly explain?: boolean
  readonly hitThreshold?: number
  readonly nearThreshold?: number
}
