import type { IndexLayer } from './index-layer.ts'
import { type MendedWord, mendWord, type Vocabulary } from './mend-word.ts'
import { conceptsOf, isCommonWord, lexiconStems } from './question-lexicon.ts'
import { edgeGramsOf } from './related-words.ts'
import { stemOf } from './stem-words.ts'
import { hasMeaning, meaningStems } from './word-meanings.ts'

/** The frequent words of both languages, and those of the lexicon. */
const general = createVocabulary(new Set([...lexiconStems, ...meaningStems]))
const MAX_REMEMBERED = 2_000
const remembered = new WeakMap<readonly IndexLayer[], Map<string, MendedWord | null>>()

/**
 * The stem a mistyped word of a question was meant to have; null where it is known as it stands, or like none. What the entries say
 * comes first.
 */
export function mendAgainst(layers: readonly IndexLayer[]): (word: string) => MendedWord | null {
  const known = remembered.get(layers) ?? new Map<string, MendedWord | null>()
  remembered.set(layers, known)
  const vocabularies = [...layers.map(vocabularyOf), general]
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    const stem = stemOf(word)
    const isKnown =
      isCommonWord(word) || hasMeaning(stem) || conceptsOf(stem).length > 0 || vocabularies.some((one) => one.has(stem))
    const mended = isKnown ? null : mendWord(word, vocabularies)
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(word, mended)
    return mended
  }
}

function vocabularyOf({ index }: IndexLayer): Vocabulary {
  return {
    has: (stem) => index.termIdOf(stem) !== -1,
    *withEdge(gram, length) {
      const terms = index.related(gram)
      for (let at = 0; at < terms.length; at++) {
        const term = terms[at] ?? 0
        if (Math.abs(index.stemLength(term) - length) <= 1) yield index.stemAt(term)
      }
    },
  }
}

function createVocabulary(stems: ReadonlySet<string>): Vocabulary {
  const byEdge = new Map<string, string[]>()
  for (const stem of stems)
    for (const gram of edgeGramsOf(stem)) {
      const key = `${gram} ${stem.length}`
      const list = byEdge.get(key)
      if (list) list.push(stem)
      else byEdge.set(key, [stem])
    }
  return {
    has: (stem) => stems.has(stem),
    *withEdge(gram, length) {
      for (const near of [length - 1, length, length + 1]) yield* byEdge.get(`${gram} ${near}`) ?? []
    },
  }
}
