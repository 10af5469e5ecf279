import { conceptsOf, fillers, negations, questionWords } from './lexicon.ts'
import { normalizeQuestion } from './normalize-question.ts'
import { stemWords, type Word } from './stem-words.ts'

export interface QueryTerm {
  readonly stem: string
  readonly text: string
  readonly weight: number
  /** It has other words for itself. */
  readonly hasConcept: boolean
}

/** A question, or a phrase of an entry, as it is compared. */
export interface Query {
  readonly normalized: string
  readonly words: readonly Word[]
  /** Each stem once, with its weight: 1 for a word that says what it is about, less for a question word. */
  readonly terms: readonly QueryTerm[]
  readonly concepts: ReadonlySet<string>
  /** Stems that are denied: "не работает", "без записи". */
  readonly negated: ReadonlySet<string>
  /** What is denied and what is said plainly, as stems and as concepts. */
  readonly deniedMeanings: ReadonlySet<string>
  readonly plainMeanings: ReadonlySet<string>
  /** Stems that are numbers. */
  readonly numbers: ReadonlySet<string>
}

const QUESTION_WORD_WEIGHT = 0.35
/** When nothing but fillers was said, they are all there is. */
const FILLER_WEIGHT = 0.2

export function analyzeQuery(text: string): Query {
  const normalized = normalizeQuestion(text)
  const words = stemWords(normalized)
  const content = words.filter(({ text: word }) => !fillers.has(word) && !negations.has(word))
  const asked = content.some(({ text: word }) => !questionWords.has(word)) ? content : words
  const terms = new Map<string, QueryTerm>()
  for (const { stem, text: word } of asked) {
    const weight = questionWords.has(word)
      ? QUESTION_WORD_WEIGHT
      : fillers.has(word) || negations.has(word)
        ? FILLER_WEIGHT
        : 1
    if (!terms.has(stem)) terms.set(stem, { stem, text: word, weight, hasConcept: conceptsOf(stem).length > 0 })
  }
  const stems = [...terms.keys()]
  const negated = findNegated(words)
  return {
    normalized,
    words,
    terms: [...terms.values()],
    concepts: new Set(stems.flatMap((stem) => conceptsOf(stem))),
    negated,
    deniedMeanings: meaningsOf([...negated]),
    plainMeanings: meaningsOf(stems.filter((stem) => !negated.has(stem))),
    numbers: new Set(stems.filter((stem) => /^\p{N}+$/u.test(stem))),
  }
}

function meaningsOf(stems: readonly string[]): Set<string> {
  return new Set(stems.flatMap((stem) => [stem, ...conceptsOf(stem).map((concept) => `§${concept}`)]))
}

/** A negation denies the next word that means something: "не могу записаться" denies "записаться". */
function findNegated(words: readonly Word[]): Set<string> {
  const negated = new Set<string>()
  for (const [position, { text }] of words.entries()) {
    if (!negations.has(text)) continue
    const denied = words
      .slice(position + 1, position + 4)
      .find((word) => !fillers.has(word.text) && !negations.has(word.text))
    if (denied) negated.add(denied.stem)
  }
  return negated
}
