import type { IndexLayer } from './index-layer.ts'
import { type MendedWord, mendWord, type Vocabulary } from './mend-word.ts'
import { conceptsOf, isCommonWord } from './question-lexicon.ts'
import { stemOf } from './stem-words.ts'
import { isWordForm } from './word-forms.ts'
import { hasMeaning } from './word-meanings.ts'

const MAX_REMEMBERED = 2_000
const LONG_STEM = 6
const remembered = new WeakMap<readonly IndexLayer[], Map<string, MendedWord | null>>()

/** What a mistyped word of a question was meant to be; null where it is a word as it stands, or like none. */
export function mendAgainst(layers: readonly IndexLayer[]): (word: string) => MendedWord | null {
  const known = remembered.get(layers) ?? new Map<string, MendedWord | null>()
  remembered.set(layers, known)
  const vocabularies = layers.map(vocabularyOf)
  return (word) => {
    const before = known.get(word)
    if (before !== undefined) return before
    const stem = stemOf(word)
    const isOwn = vocabularies.some((one) => one.has(stem))
    const mended =
      isOwn || isCommonWord(word) || isWordForm(word) || isKnownStem(stem) ? null : mendWord(word, vocabularies)
    if (known.size >= MAX_REMEMBERED) known.clear()
    known.set(word, mended)
    return mended
  }
}

/** Of a word that dictionaries lack ("вебинарами"). What is left of a mistyped word may be a short stem of some other. */
function isKnownStem(stem: string): boolean {
  return stem.length >= LONG_STEM && (conceptsOf(stem).length > 0 || hasMeaning(stem))
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
