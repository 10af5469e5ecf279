import { abortableSlices } from './abortable-slices.ts'
import { createExactIndex } from './exact-index.ts'
import { isExcluded } from './exclusions.ts'
import type { FaqCandidate, FaqIndexEntry, FaqMatch, MatchOptions } from './faq-match.ts'
import { createKeywordIndex } from './keyword-index.ts'
import { normalizeQuestion } from './normalize-question.ts'
import { createPatternIndex } from './pattern-index.ts'
import { createPhraseIndex } from './phrase-index.ts'
import { analyzeQuery, type Query } from './query.ts'
import { readings } from './readings.ts'
import { DEFAULT_HIT_THRESHOLD, DEFAULT_NEAR_THRESHOLD } from './thresholds.ts'

export type { FaqIndexEntry, FaqMatch, MatchOptions } from './faq-match.ts'

export interface FaqMatcher {
  readonly size: number
  /** Bounded time whatever the text; never throws. */
  match(text: string, options?: MatchOptions): FaqMatch
  /** Builds a new index in small slices and takes it into use when it is done; until then the old one answers. */
  replaceAll(entries: readonly FaqIndexEntry[], options: { signal: AbortSignal }): Promise<void>
  /** Holds for the next question. */
  upsert(entry: FaqIndexEntry): void
  remove(id: string): void
  get(id: string): FaqIndexEntry | null
}

interface Indexes {
  readonly entries: Map<string, FaqIndexEntry>
  readonly exact: ReturnType<typeof createExactIndex>
  readonly keywords: ReturnType<typeof createKeywordIndex>
  readonly patterns: ReturnType<typeof createPatternIndex>
  readonly phrases: ReturnType<typeof createPhraseIndex>
}

/** Exact, then keyword and pattern, then scored: the first that is sure answers. All in memory. */
export function createFaqMatcher(): FaqMatcher {
  let indexes = createIndexes()
  /** Edits made while a new index is being built; they are made again on it. */
  let edits: ((target: Indexes) => void)[] | null = null

  function edit(change: (target: Indexes) => void): void {
    change(indexes)
    edits?.push(change)
  }

  return {
    get size() {
      return indexes.entries.size
    },
    get: (id) => indexes.entries.get(id) ?? null,
    upsert: (entry) => edit((target) => put(target, entry)),
    remove: (id) => edit((target) => drop(target, id)),
    match(text, options = {}) {
      const startedAt = performance.now()
      const match = matchIn(indexes, text, options)
      return { ...match, elapsedMs: performance.now() - startedAt }
    },
    async replaceAll(entries, { signal }) {
      const fresh = createIndexes()
      edits = []
      try {
        for await (const entry of abortableSlices(entries, signal)) put(fresh, entry)
        for (const change of edits) change(fresh)
        indexes = fresh
      } finally {
        edits = null
      }
    },
  }
}

function createIndexes(): Indexes {
  return {
    entries: new Map(),
    exact: createExactIndex(),
    keywords: createKeywordIndex(),
    patterns: createPatternIndex(),
    phrases: createPhraseIndex(),
  }
}

function put(target: Indexes, entry: FaqIndexEntry): void {
  if (target.entries.has(entry.id)) drop(target, entry.id)
  target.entries.set(entry.id, entry)
  target.exact.add(entry)
  target.keywords.add(entry)
  target.patterns.add(entry)
  target.phrases.add(entry)
}

function drop(target: Indexes, id: string): void {
  const entry = target.entries.get(id)
  if (!entry) return
  target.entries.delete(id)
  target.exact.remove(entry)
  target.keywords.remove(entry)
  target.patterns.remove(entry)
  target.phrases.remove(entry)
}

type Found = Omit<FaqMatch, 'elapsedMs'>

function matchIn(indexes: Indexes, text: string, options: MatchOptions): Found {
  const { hitThreshold = DEFAULT_HIT_THRESHOLD, nearThreshold = DEFAULT_NEAR_THRESHOLD, limit = 5 } = options
  const normalized = normalizeQuestion(text)
  if (normalized === '') return { outcome: 'none', entryId: null, kind: null, score: 0, candidates: [] }
  const queries = readings(text, (words) => indexes.phrases.knownShare(words)).map((reading) => analyzeQuery(reading))
  const allowed = (entry: FaqIndexEntry) =>
    isVisible(entry, options) && !queries.some((query) => isExcluded(query, entry))
  const sure = findSure(indexes, queries, allowed, options)
  const scored = bestOf(
    queries.map((query) => indexes.phrases.search(query, { ...options, limit: Math.max(limit, 2), allowed })),
  )
  if (sure) {
    const others = scored.candidates.filter(({ entryId }) => entryId !== sure.entry.id)
    const first: FaqCandidate = {
      entryId: sure.entry.id,
      score: 1,
      matchedWords: scored.candidates.find(({ entryId }) => entryId === sure.entry.id)?.matchedWords ?? [],
    }
    return {
      outcome: 'hit',
      entryId: sure.entry.id,
      kind: sure.kind,
      score: 1,
      candidates: [first, ...others].slice(0, limit),
    }
  }
  const [best] = scored.candidates
  const confidence = scored.confidence
  const isHit = best !== undefined && confidence >= hitThreshold
  const outcome = isHit ? 'hit' : best && best.score >= nearThreshold ? 'near' : 'none'
  return {
    outcome,
    entryId: isHit ? best.entryId : null,
    kind: isHit ? 'fuzzy' : null,
    score: isHit ? confidence : (best?.score ?? 0),
    candidates: scored.candidates.slice(0, limit),
  }
}

interface Sure {
  readonly entry: FaqIndexEntry
  readonly kind: 'exact' | 'keyword' | 'pattern'
}

function findSure(
  indexes: Indexes,
  queries: readonly Query[],
  allowed: (entry: FaqIndexEntry) => boolean,
  options: MatchOptions,
): Sure | null {
  const finders = [
    ['exact', (query: Query) => indexes.exact.find(query.normalized)],
    ['keyword', (query: Query) => indexes.keywords.find(query)],
    ['pattern', (query: Query) => indexes.patterns.find(query.normalized)],
  ] as const
  for (const [kind, find] of finders) {
    const entries = queries.flatMap(find).filter(allowed)
    const [first] = entries.sort(
      (left, right) => rank(right, options) - rank(left, options) || right.priority - left.priority,
    )
    if (first) return { entry: first, kind }
  }
  return null
}

/** The instance's own entry before the global one, the language of the conversation before the other. */
function rank(entry: FaqIndexEntry, { language }: MatchOptions): number {
  return (
    (entry.scopeId === null ? 0 : 2) +
    (entry.language !== null && language !== undefined && entry.language !== language ? 0 : 1)
  )
}

function isVisible({ scopeId }: FaqIndexEntry, options: MatchOptions): boolean {
  return scopeId === null || scopeId === options.scopeId
}

function bestOf<T extends { confidence: number }>(results: readonly T[]): T {
  const [first] = results
  if (!first) throw new Error('A question has at least one reading')
  return results.reduce((best, result) => (result.confidence > best.confidence ? result : best), first)
}
