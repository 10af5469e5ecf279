import { type AnalyzedQuestion, analyzeQuestion } from './analyze-question.ts'
import type { FaqCandidate, FaqIndexEntry, FaqMatch, MatchOptions } from './faq-match.ts'
import { isExcluded } from './is-excluded.ts'
import { createLiveIndex, type IndexView } from './live-index.ts'
import { spellMatchedWords } from './matched-words.ts'
import { isCut, normalizeQuestion } from './normalize-question.ts'
import { fillers, lightWords, questionWords } from './question-lexicon.ts'
import { readings } from './readings.ts'
import { type RankedEntry, type SearchResult, searchLayers } from './search-layers.ts'
import { stemOf } from './stem-words.ts'
import { contradictsEntry, findByKeyword, findExact } from './sure-matches.ts'
import { DEFAULT_HIT_THRESHOLD, DEFAULT_NEAR_THRESHOLD } from './thresholds.ts'
import { mendAgainst } from './vocabularies.ts'

export type { FaqIndexEntry, FaqMatch, MatchOptions } from './faq-match.ts'

export interface FaqMatcherOptions {
  /** More entries than this are indexed by a worker thread. @default 5000 */
  readonly workerFrom?: number
}

export interface FaqMatcher {
  readonly size: number
  /** Bounded time whatever the text; never throws. */
  match(text: string, options?: MatchOptions): FaqMatch
  /** How it would match with some entries changed or added; nothing is changed. */
  whatIf(entries: readonly FaqIndexEntry[]): Pick<FaqMatcher, 'match'>
  /** Builds a new index without holding the event loop; until it is there, the old one and all edits answer. */
  replaceAll(entries: readonly FaqIndexEntry[], options: { signal: AbortSignal }): Promise<void>
  /** Holds for the next question. */
  upsert(entry: FaqIndexEntry): void
  remove(id: string): void
  get(id: string): FaqIndexEntry | null
  /** Ends what runs in the background. */
  close(): Promise<void>
}

type Found = Omit<FaqMatch, 'elapsedMs'>

/** An entry of the other language is a candidate, behind those of the conversation's; it answers only when it is asked for exactly. */
const OTHER_LANGUAGE_FACTOR = 0.85
const nothing: Found = { outcome: 'none', entryId: null, kind: null, score: 0, candidates: [] }

/** Exact, then keyword and pattern, then scored: the first that is sure answers. All in memory. */
export function createFaqMatcher({ workerFrom = 5_000 }: FaqMatcherOptions = {}): FaqMatcher {
  const live = createLiveIndex({ workerFrom })
  return {
    get size() {
      return live.size
    },
    get: live.get,
    upsert: live.upsert,
    remove: live.remove,
    replaceAll: (entries, { signal }) => live.replaceAll(entries, signal),
    close: live.close,
    match: (text, options = {}) => timedMatch(live, text, options),
    whatIf(entries) {
      const view = live.whatIf(entries)
      return { match: (text, options = {}) => timedMatch(view, text, options) }
    },
  }
}

function timedMatch(live: IndexView, text: string, options: MatchOptions): FaqMatch {
  const startedAt = performance.now()
  const match = matchIn(live, text, options)
  return { ...match, elapsedMs: performance.now() - startedAt }
}

function matchIn(live: IndexView, text: string, options: MatchOptions): Found {
  const normalized = normalizeQuestion(text)
  if (normalized === '') return nothing
  const isWhole = !isCut(text)
  // The way of most repeated questions: no word is looked at.
  const exact = isWhole ? firstAllowed(findExact(live.layers, normalized), options, () => analyzeQuestion(text)) : null
  if (exact && !options.explain) return sureMatch(exact, 'exact', [], options)
  const mend = mendAgainst(live.layers)
  const questions = readings(text, (words) => knownShare(live, words)).map((reading) => analyzeQuestion(reading, mend))
  const results = questions.map((question) => search(live, question, options))
  const result = results.reduce((best, other) => (other.confidence > best.confidence ? other : best))
  if (exact) return sureMatch(exact, 'exact', result.ranked, options)
  for (const question of questions) {
    const sure = findSure(live, question, { text, isWhole, options })
    if (sure) return sureMatch(sure.entry, sure.kind, result.ranked, options)
  }
  return scoredMatch(result, options)
}

function search(live: IndexView, question: AnalyzedQuestion, options: MatchOptions): SearchResult {
  return searchLayers(live.layers, question, {
    isAllowed: (entry) => isVisible(entry, options) && !isExcluded(question, entry),
    factorOf: (entry) => (isOtherLanguage(entry, options) ? OTHER_LANGUAGE_FACTOR : 1),
    // The second is needed to know how far ahead the first is, and one may be named before the others.
    limit: Math.max(2, (options.limit ?? 5) + 1),
  })
}

function findSure(
  live: IndexView,
  question: AnalyzedQuestion,
  { text, isWhole, options }: { text: string; isWhole: boolean; options: MatchOptions },
) {
  const allowed = (entries: readonly FaqIndexEntry[]) => firstAllowed(entries, options, () => question)
  const exact = isWhole ? allowed(findExact(live.layers, question.normalized)) : null
  if (exact) return { entry: exact, kind: 'exact' as const }
  const agreeing = (entries: readonly FaqIndexEntry[]) => entries.filter((entry) => !contradictsEntry(question, entry))
  const keyword = allowed(agreeing(findByKeyword(live.layers, question)))
  if (keyword) return { entry: keyword, kind: 'keyword' as const }
  // A pattern for the whole message must not fit the beginning of a longer one.
  const normalized = isWhole ? question.normalized : `${question.normalized} …`
  const pattern = allowed(live.findByPattern(normalized, text.slice(0, question.normalized.length * 2)))
  return pattern ? { entry: pattern, kind: 'pattern' as const } : null
}

function sureMatch(
  entry: FaqIndexEntry,
  kind: 'exact' | 'keyword' | 'pattern',
  ranked: readonly RankedEntry[],
  options: MatchOptions,
): Found {
  const own = ranked.find((other) => other.entry.id === entry.id)
  const first: FaqCandidate = { entryId: entry.id, score: 1, matchedWords: own ? wordsOf(own, options) : [] }
  const others = ranked.filter((other) => other.entry.id !== entry.id)
  const { limit = 5 } = options
  const candidates = [first, ...others.slice(0, limit).map((one) => candidateOf(one, options))].slice(0, limit)
  return { outcome: 'hit', entryId: entry.id, kind, score: 1, candidates }
}

function scoredMatch({ ranked, confidence }: SearchResult, options: MatchOptions): Found {
  const { hitThreshold = DEFAULT_HIT_THRESHOLD, nearThreshold = DEFAULT_NEAR_THRESHOLD, limit = 5 } = options
  const [first] = ranked
  if (!first) return nothing
  const isHit = !first.contradicts && confidence >= hitThreshold && !isOtherLanguage(first.entry, options)
  return {
    outcome: isHit ? 'hit' : first.score >= nearThreshold ? 'near' : 'none',
    entryId: isHit ? first.entry.id : null,
    kind: isHit ? 'fuzzy' : null,
    score: confidence,
    candidates: ranked.slice(0, limit).map((one) => candidateOf(one, options)),
  }
}

function candidateOf(one: RankedEntry, options: MatchOptions): FaqCandidate {
  return { entryId: one.entry.id, score: Math.min(1, one.score), matchedWords: wordsOf(one, options) }
}

function wordsOf(one: RankedEntry, { explain = false }: MatchOptions): FaqCandidate['matchedWords'] {
  return explain ? spellMatchedWords(one.matchedWords(), one.entry) : []
}

/** The instance's own entry before the global one, the conversation's language before the other, then the higher priority. */
function firstAllowed(
  entries: readonly FaqIndexEntry[],
  options: MatchOptions,
  question: () => AnalyzedQuestion,
): FaqIndexEntry | null {
  const rank = (entry: FaqIndexEntry) => (entry.scopeId === null ? 0 : 2) + (isOtherLanguage(entry, options) ? 0 : 1)
  const [first] = entries
    .filter((entry) => isVisible(entry, options) && (entry.exclusions.length === 0 || !isExcluded(question(), entry)))
    .sort((left, right) => rank(right) - rank(left) || right.priority - left.priority)
  return first ?? null
}

function isVisible({ scopeId }: FaqIndexEntry, options: MatchOptions): boolean {
  return scopeId === null || scopeId === options.scopeId
}

function isOtherLanguage({ language }: FaqIndexEntry, options: MatchOptions): boolean {
  return language !== null && options.language !== undefined && language !== options.language
}

/** Share of words that some entry holds, or that every question may hold. */
function knownShare({ layers }: IndexView, words: readonly string[]): number {
  const known = words.filter(
    (word) =>
      fillers.has(word) ||
      lightWords.has(word) ||
      questionWords.has(word) ||
      layers.some(({ index }) => index.termIdOf(stemOf(word)) !== -1),
  )
  return words.length === 0 ? 0 : known.length / words.length
}
