import { type AnalyzedQuestion, analyzeQuestion } from './analyze-question.ts'
import { entryKeys, exactHash, keywordHash } from './entry-keys.ts'
import type { FaqIndexEntry } from './faq-match.ts'
import type { IndexLayer } from './index-layer.ts'
import { areContrary, conceptsOf } from './question-lexicon.ts'

/** A keyword has at most this many words. */
const LONGEST_KEYWORD = 6

/** Entries with exactly this question or phrasing. */
export function findExact(layers: readonly IndexLayer[], normalized: string): FaqIndexEntry[] {
  return findKeyed(layers, exactHash(normalized), (entry) => entryKeys(entry).exact.includes(normalized))
}

/** Entries with a keyword that the question holds, longest first. A keyword that is denied ("без гарантии") is none. */
export function findByKeyword(layers: readonly IndexLayer[], question: AnalyzedQuestion): FaqIndexEntry[] {
  const { words } = question
  const denied = new Set(question.terms.filter(({ isNegated }) => isNegated).map(({ stem }) => stem))
  const found = new Set<FaqIndexEntry>()
  for (let length = Math.min(LONGEST_KEYWORD, words.length); length > 0; length--)
    for (let position = 0; position + length <= words.length; position++) {
      const run = words.slice(position, position + length)
      const key = run.map(({ stem }) => stem).join(' ')
      const entries = findKeyed(layers, keywordHash(key), (entry) => entryKeys(entry).keywords.includes(key))
      if (entries.length > 0 && !run.some(({ stem }) => denied.has(stem))) for (const entry of entries) found.add(entry)
    }
  return [...found]
}

/** True when the question asks for the contrary of what the entry says in its question, phrasings and keywords. */
export function contradictsEntry(question: AnalyzedQuestion, entry: FaqIndexEntry): boolean {
  const concepts = new Set<number>()
  for (const text of [entry.question, ...entry.phrasings, ...entry.keywords, ...entry.patterns])
    for (const { stem, concepts: own } of analyzeQuestion(text).terms)
      for (const concept of own.length > 0 ? own : conceptsOf(stem)) concepts.add(concept)
  return areContrary(question.concepts, concepts)
}

function findKeyed(
  layers: readonly IndexLayer[],
  hash: number,
  isMeant: (entry: FaqIndexEntry) => boolean,
): FaqIndexEntry[] {
  const found: FaqIndexEntry[] = []
  for (const { index, entries, isAlive } of layers) {
    const numbers = index.keyed(hash)
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? 0
      const entry = entries[number]
      if (entry && isAlive(number) && !found.includes(entry) && isMeant(entry)) found.push(entry)
    }
  }
  return found
}
