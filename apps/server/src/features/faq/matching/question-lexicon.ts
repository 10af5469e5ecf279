import { createKnownSpelling } from './known-spelling.ts'
import { LIKELY_SLIP, slipCost } from './one-slip.ts'
import data from './question-lexicon.data.json' with { type: 'json' }
import { stemOf } from './stem-words.ts'

/** A run of words that means one thing: "учётная запись", "how much". */
export interface FixedPhrase {
  readonly stems: readonly string[]
  readonly concept: number
}

/** What a question asks for: a price, a place, a reason. Bits, since a question may ask for two things. */
export interface QuestionKind {
  readonly bit: number
  readonly words: ReadonlySet<string>
  readonly concepts: ReadonlySet<number>
}

/** A shorter word has other words one letter away. */
const LONG_WORD = 7
const names = Object.keys(data.concepts)
const idByName = new Map(names.map((name, id) => [name, id]))
const conceptsByStem = new Map<string, number[]>()
const phrasesByFirstStem = new Map<string, FixedPhrase[]>()
const oppositesOf = new Map<number, Set<number>>()
const distinctFrom = new Map<number, Set<number>>()

/** Words without a meaning of their own, compared as they are written, not by stem. */
export const fillers: ReadonlySet<string> = wordSet(data.fillers)
/** Runs of words that are politeness, though they hold a negation: "не подскажете". */
export const fillerPhrases: readonly (readonly string[])[] = list(data.fillerPhrases)
  .map((phrase) => phrase.split(' '))
  .sort((left, right) => right.length - left.length)
/** They shape a question and say little about what: "можно", "нужно". */
export const lightWords: ReadonlySet<string> = wordSet(data.lightWords)
/** They say what kind of answer is asked for, not about what. */
export const questionWords: ReadonlySet<string> = wordSet(data.questionWords)
export const negations: ReadonlySet<string> = wordSet(data.negations)
/** A denial of these denies what follows: "не могу войти". */
export const abilities: ReadonlySet<string> = wordSet(data.abilities)
/** Stems that say that something does not work. */
export const problemStems: ReadonlySet<string> = new Set(list(data.problems).map(stemOf))

for (const [name, forms] of Object.entries(data.concepts)) learn(conceptId(name), list(forms))
for (const [left = '', right = ''] of data.opposites) {
  relate(oppositesOf, conceptId(left), conceptId(right))
  relate(oppositesOf, conceptId(right), conceptId(left))
}
for (const group of data.distinct.map(list))
  for (const one of group)
    for (const other of group) if (one !== other) relate(distinctFrom, conceptId(one), conceptId(other))

/** Actions that turn a question round wherever they stand: "отменить запись" is about a booking too, but not a wish to book. */
const dominant: ReadonlySet<number> = new Set(list(data.dominant).map(conceptId))

export const questionKinds: readonly QuestionKind[] = Object.values(data.questionKinds).map((forms, position) => ({
  bit: 1 << position,
  words: new Set(list(forms).filter((form) => !form.startsWith('@'))),
  concepts: new Set(
    list(forms)
      .filter((form) => form.startsWith('@'))
      .map((form) => conceptId(form.slice(1))),
  ),
}))

/** What a stem can mean: words of one concept ask for the same in other words. */
export function conceptsOf(stem: string): readonly number[] {
  return conceptsByStem.get(stem) ?? []
}

/** Words of the concepts as they are written. */
export const lexiconForms: readonly string[] = Object.values(data.concepts).flatMap((forms) =>
  list(forms).flatMap((form) => form.split(' ')),
)

/** A word that is known without any entry. */
export function isCommonWord(word: string): boolean {
  return (
    questionWords.has(word) || lightWords.has(word) || fillers.has(word) || negations.has(word) || abilities.has(word)
  )
}

const spelledLikeConcept = createKnownSpelling([...conceptsByStem.keys()].filter((stem) => !stem.includes(' ')))

/** What a word that nobody knows can mean if it is mistyped. */
export function guessConcepts(stem: string): readonly number[] {
  return [...new Set(spelledLikeConcept(stem).flatMap(conceptsOf))]
}

const spelledLikeCommon = createKnownSpelling([...questionWords, ...lightWords, ...fillers])

/** The word of a question that a mistyped one was meant to be, or itself. */
export function correctCommonWord(word: string, stem: string): string {
  if (conceptsByStem.has(stem) || questionWords.has(word) || lightWords.has(word) || fillers.has(word)) return word
  const found = spelledLikeCommon(word)
  const likely = found.filter((one) => slipCost(word, one) === LIKELY_SLIP)
  const [nearest, other] = likely.length > 0 || word.length < LONG_WORD ? likely : found
  return nearest !== undefined && other === undefined ? nearest : word
}

/** Fixed phrases that begin with a stem, longest first. */
export function phrasesFrom(stem: string): readonly FixedPhrase[] {
  return phrasesByFirstStem.get(stem) ?? []
}

/** True when the two sides want contrary things, or name different members of one set (days, systems, cities). */
export function areContrary(left: ReadonlySet<number>, right: ReadonlySet<number>): boolean {
  return turnsRound(left, right) || turnsRound(right, left) || namesAnother(left, right)
}

function turnsRound(from: ReadonlySet<number>, to: ReadonlySet<number>): boolean {
  for (const concept of from) {
    if (to.has(concept)) continue
    for (const opposite of oppositesOf.get(concept) ?? [])
      if (to.has(opposite) && (dominant.has(concept) || !from.has(opposite))) return true
  }
  return false
}

function namesAnother(left: ReadonlySet<number>, right: ReadonlySet<number>): boolean {
  for (const concept of left) {
    const others = distinctFrom.get(concept)
    if (!others || right.has(concept)) continue
    for (const other of others) if (right.has(other) && !left.has(other)) return true
  }
  return false
}

function learn(concept: number, forms: readonly string[]): void {
  for (const form of forms) {
    const stems = form.split(' ').map(stemOf)
    const [first = ''] = stems
    if (stems.length === 1) {
      const present = conceptsByStem.get(first) ?? []
      if (!present.includes(concept)) conceptsByStem.set(first, [...present, concept])
      continue
    }
    const key = stems.join(' ')
    conceptsByStem.set(key, [...(conceptsByStem.get(key) ?? []), concept])
    const phrases = [...(phrasesByFirstStem.get(first) ?? []), { stems, concept }]
    phrasesByFirstStem.set(
      first,
      phrases.sort((left, right) => right.stems.length - left.stems.length),
    )
  }
}

function relate(relation: Map<number, Set<number>>, from: number, to: number): void {
  relation.set(from, (relation.get(from) ?? new Set()).add(to))
}

function conceptId(name: string): number {
  const id = idByName.get(name)
  if (id === undefined) throw new Error(`The lexicon has no concept ${name}`)
  return id
}

function list(text: string): string[] {
  return text.replaceAll('ё', 'е').split(', ')
}

function wordSet(text: string): ReadonlySet<string> {
  return new Set(list(text))
}
