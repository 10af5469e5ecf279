import { LRUCache } from 'lru-cache'
import { nearestForms } from './nearest-forms.ts'
import { LIKELY_SLIP, slipCost, UNLIKELY_SLIP } from './one-slip.ts'
import { conceptsOf, isCommonWord } from './question-lexicon.ts'
import { edgeGramsOf } from './related-words.ts'
import { stemOf } from './stem-words.ts'
import { wordEndings } from './word-endings.ts'
import { meaningPlaceOf, meaningRowOf, NO_MEANING } from './word-meanings.ts'

/** Stems of the entries that a mistyped word may have been. */
export interface Vocabulary {
  has(stem: string): boolean
  /** Stems of about this length that begin or end with the two letters of a gram of `edgeGramsOf`. */
  withEdge(gram: number, length: number): Iterable<string>
}

export interface MendedWord {
  /** As it is written, where that is known. */
  readonly word?: string
  readonly stem: string
  /** Some entry holds it. */
  readonly isOwn: boolean
  /** `LIKELY_SLIP` or `UNLIKELY_SLIP`. */
  readonly cost: number
}

/** A shorter word has too many neighbours, a longer one is no word. */
const MIN_LENGTH = 4
const MAX_LENGTH = 40
/** Of a shorter one only what fingers do often is mended. */
const ANY_SLIP_FROM = 5
/** A shorter one that a wrong letter makes another word may well be another word: "луна", "лука". */
const LONG_WORD = 7
const LONGEST_ENDING = 4
/** What is before the ending has to say which word it was. */
const SHORTEST_STEM = 3

/** What makes a word less probable than another, beside how rare it is as a logarithm. From the development halves. */
const SLIP_PENALTY = 4
const FOREIGN_PENALTY = 8
/** Of a word that only begins like one that is known. */
const STRANGE_RARITY = 14
/** Words of the lexicon and of the entries are at least as frequent as the word at this place. */
const DOMAIN_PLACE = 300
const nearEndings = new LRUCache<string, boolean>({ max: 5_000 })

/**
 * The word that was meant, if one slip of the pen made this one of it: one of the forms there are, or one that only the entries know,
 * with a slip in its stem or in its ending.
 */
export function mendWord(written: string, vocabularies: readonly Vocabulary[]): MendedWord | null {
  if (written.length < MIN_LENGTH || written.length > MAX_LENGTH || /\p{N}/u.test(written)) return null
  let best = nearestForm(written, vocabularies)
  for (const vocabulary of vocabularies) {
    const found = nearestStem(written, vocabulary)
    if (found && (best === null || found.cost < best.cost || (found.cost === best.cost && !best.isOwn))) best = found
  }
  return best
}

/** The most probable of the forms one slip away, of words that the entries, the lexicon or the table of meanings know. */
function nearestForm(written: string, vocabularies: readonly Vocabulary[]): MendedWord | null {
  let [nearest, least]: [MendedWord | null, number] = [null, Number.POSITIVE_INFINITY]
  for (const { word, cost } of nearestForms(written)) {
    if (cost !== LIKELY_SLIP && written.length < ANY_SLIP_FROM) continue
    const stem = stemOf(word)
    const isOwn = vocabularies.some((one) => one.has(stem))
    const rarity = rarityOf(word, { stem, isOwn })
    if (rarity === null) continue
    const penalty = cost * SLIP_PENALTY + (isOwn ? 0 : FOREIGN_PENALTY) + rarity
    if (penalty < least) [nearest, least] = [{ word, stem, cost, isOwn }, penalty]
  }
  return nearest
}

/** The longer a stem, the fewer other words it may belong to. Null: nothing is known of the word. */
function rarityOf(word: string, { stem, isOwn }: { stem: string; isOwn: boolean }): number | null {
  const place = meaningPlaceOf(stem)
  const isOfDomain = isOwn || conceptsOf(stem).length > 0 || isCommonWord(word)
  if (place === null && !isOfDomain) return meaningRowOf(stem) === NO_MEANING ? null : STRANGE_RARITY
  return Math.log(1 + (isOfDomain ? Math.min(place ?? DOMAIN_PLACE, DOMAIN_PLACE) : (place ?? 0))) - stem.length
}

function nearestStem(written: string, vocabulary: Vocabulary): MendedWord | null {
  let nearest: MendedWord | null = null
  const isBetter = (stem: string, cost: number) =>
    nearest === null || cost < nearest.cost || (cost === nearest.cost && stem.length > nearest.stem.length)
  const most = written.length >= LONG_WORD ? UNLIKELY_SLIP : LIKELY_SLIP
  const shortest = Math.max(SHORTEST_STEM, written.length - LONGEST_ENDING)
  for (let length = written.length; length >= shortest; length--) {
    const [begin, ending] = [written.slice(0, length), written.slice(length)]
    if (length > SHORTEST_STEM && isNearEnding(ending) && vocabulary.has(begin) && isBetter(begin, LIKELY_SLIP))
      nearest = { stem: begin, cost: LIKELY_SLIP, isOwn: true }
    if (!wordEndings.has(ending)) continue
    for (const gram of edgeGramsOf(begin))
      for (const stem of vocabulary.withEdge(gram, length)) {
        if (stem.length < SHORTEST_STEM) continue
        const cost = slipCost(begin, stem)
        if (cost <= most && isBetter(stem, cost) && stemOf(stem + ending) === stem)
          nearest = { stem, cost, isOwn: true }
      }
  }
  return nearest
}

function isNearEnding(written: string): boolean {
  const known = nearEndings.get(written)
  if (known !== undefined) return known
  const isNear = written !== '' && [...wordEndings].some((ending) => slipCost(written, ending) === LIKELY_SLIP)
  nearEndings.set(written, isNear)
  return isNear
}
