import { normalizeQuestion } from './normalize-question.ts'
import {
  abilities,
  conceptsOf,
  correctCommonWord,
  fillerPhrases,
  fillers,
  lightWords,
  negations,
  phrasesFrom,
  problemStems,
  questionKinds,
  questionWords,
} from './question-lexicon.ts'
import { stemOf, stemWords, type Word } from './stem-words.ts'
import { isWordForm } from './word-forms.ts'

/** How much a word says about what is asked, before it is known how rare it is. */
export type WordClass = 0 | 1 | 2
export const CLASS_WEIGHTS: readonly number[] = [1, 0.3, 0.2]
const CONTENT = 0
const LIGHT = 1
const QUESTION = 2

export interface QuestionTerm {
  /** The word as it was meant to be written, or the run of words that means one thing. */
  readonly text: string
  readonly stem: string
  /** The stem it has as it was written; another one where a slip of the pen was mended. */
  readonly writtenStem: string
  readonly wordClass: WordClass
  readonly isNegated: boolean
  /** One word of a run that means one thing: it can be found, but means nothing by itself there. */
  readonly isPart: boolean
  readonly concepts: readonly number[]
}

/** A question, or a phrasing of an entry, as it is compared. */
export interface AnalyzedQuestion {
  readonly normalized: string
  /** All words in order, for keywords. */
  readonly words: readonly Word[]
  /** Each stem once, in order. */
  readonly terms: readonly QuestionTerm[]
  /** What is meant and not denied. */
  readonly concepts: ReadonlySet<number>
  /** Something is said not to work. */
  readonly isProblem: boolean
  /** Bits of `questionKinds`. */
  readonly kinds: number
}

interface AskedWord extends Word {
  readonly writtenStem: string
}

interface Token extends AskedWord {
  readonly concepts: readonly number[]
  readonly parts: readonly AskedWord[]
  isNegated: boolean
}

/** What a mistyped word was meant to be, or null. */
export type Mend = (word: string) => { readonly word?: string; readonly stem: string } | null
const keep: Mend = () => null

/** Stands for "it does not work" where that is said by a denial. */
const PROBLEM_STEM = 'проблем'
/** A denial reaches this many words. */
const NEGATION_REACH = 4

/** Never throws; the time is bounded by the longest text that `normalizeQuestion` keeps. */
export function analyzeQuestion(text: string, mend: Mend = keep): AnalyzedQuestion {
  const normalized = normalizeQuestion(text)
  const words = stemWords(normalized)
  const tokens = joinPhrases(dropFillerPhrases(joinContractions(words.map((word) => mended(correct(word), mend)))))
  const deniesAbility = markNegated(tokens)
  const terms = termsOf(tokens)
  if (deniesAbility && !terms.some(({ stem }) => problemStems.has(stem)))
    terms.push({
      ...asWritten(PROBLEM_STEM),
      wordClass: LIGHT,
      isNegated: false,
      isPart: false,
      concepts: conceptsOf(PROBLEM_STEM),
    })
  const plain = terms.filter(({ isNegated }) => !isNegated)
  return {
    normalized,
    words,
    terms,
    concepts: new Set(plain.flatMap(({ concepts }) => concepts)),
    isProblem: terms.some(({ stem, isNegated }) => isNegated || problemStems.has(stem)),
    kinds: kindsOf(tokens),
  }
}

/** "сколкьо" asks for the same as "сколько"; words of substance are compared with what the entries hold instead. */
function correct(word: Word): Word {
  const text = isWordForm(word.text) ? word.text : correctCommonWord(word.text, word.stem)
  return text === word.text ? word : { text, stem: stemOf(text) }
}

function mended({ text, stem }: Word, mend: Mend): AskedWord {
  const meant = mend(text)
  return { text: meant?.word ?? text, stem: meant?.stem ?? stem, writtenStem: stem }
}

/** "don t", as it is left by the normaliser, is one word. */
function joinContractions(words: readonly AskedWord[]): AskedWord[] {
  const joined: AskedWord[] = []
  for (const word of words) {
    const before = joined.at(-1)
    if (word.text === 't' && before && negations.has(`${before.text}t`))
      joined[joined.length - 1] = asWritten(`${before.text}t`)
    else joined.push(word)
  }
  return joined
}

function asWritten(text: string): AskedWord {
  return { text, stem: text, writtenStem: text }
}

function dropFillerPhrases(words: readonly AskedWord[]): AskedWord[] {
  const kept: AskedWord[] = []
  for (let position = 0; position < words.length; ) {
    const phrase = fillerPhrases.find((parts) => parts.every((part, offset) => words[position + offset]?.text === part))
    const word = words[position]
    if (!phrase && word) kept.push(word)
    position += phrase ? phrase.length : 1
  }
  return kept
}

function joinPhrases(words: readonly AskedWord[]): Token[] {
  const tokens: Token[] = []
  for (let position = 0; position < words.length; ) {
    const word = words[position]
    if (!word) break
    const phrase = phrasesFrom(word.stem).find(({ stems }) =>
      stems.every((stem, offset) => words[position + offset]?.stem === stem),
    )
    const length = phrase ? phrase.stems.length : 1
    const run = words.slice(position, position + length)
    const stem = phrase ? phrase.stems.join(' ') : word.stem
    const text = run.map((part) => part.text).join(' ')
    const writtenStem = run.map((part) => part.writtenStem).join(' ')
    tokens.push({ text, stem, writtenStem, concepts: conceptsOf(stem), parts: phrase ? run : [], isNegated: false })
    position += length
  }
  return tokens
}

/** Marks what is denied. @returns whether an ability is: "не могу", "не получается". */
function markNegated(tokens: readonly Token[]): boolean {
  let deniesAbility = false
  for (const [position, { text }] of tokens.entries()) {
    if (!negations.has(text)) continue
    let isFound = false
    for (const token of tokens.slice(position + 1, position + 1 + NEGATION_REACH)) {
      if (abilities.has(token.text)) deniesAbility = true
      if (!isContent(token)) continue
      token.isNegated = true
      isFound = true
      break
    }
    const before = tokens.slice(0, position).findLast(isContent)
    if (!isFound && before) before.isNegated = true
  }
  return deniesAbility
}

function isContent({ text }: Token): boolean {
  return !fillers.has(text) && !negations.has(text) && !lightWords.has(text) && !questionWords.has(text)
}

function termsOf(tokens: readonly Token[]): QuestionTerm[] {
  const meaningful = tokens.filter(({ text }) => !fillers.has(text) && !negations.has(text))
  // When nothing but fillers was said, they are all there is.
  const counted = meaningful.length > 0 ? meaningful : tokens
  const terms = new Map<string, QuestionTerm>()
  for (const token of counted) {
    if (terms.has(token.stem)) continue
    const wordClass = questionWords.has(token.text)
      ? QUESTION
      : lightWords.has(token.text) || fillers.has(token.text) || negations.has(token.text)
        ? LIGHT
        : CONTENT
    const { text, stem, writtenStem, concepts, isNegated } = token
    terms.set(stem, { text, stem, writtenStem, concepts, isNegated, isPart: false, wordClass })
  }
  for (const { parts, isNegated } of counted)
    for (const { text, stem, writtenStem } of parts)
      if (!fillers.has(text) && !terms.has(stem))
        terms.set(stem, { text, stem, writtenStem, concepts: [], isNegated, isPart: true, wordClass: LIGHT })
  return [...terms.values()]
}

function kindsOf(tokens: readonly Token[]): number {
  let kinds = 0
  for (const { bit, words, concepts } of questionKinds)
    if (tokens.some((token) => words.has(token.text) || token.concepts.some((concept) => concepts.has(concept))))
      kinds |= bit
  return kinds
}
