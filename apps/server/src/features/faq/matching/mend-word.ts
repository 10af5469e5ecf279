import { LRUCache } from 'lru-cache'
import { LIKELY_SLIP, slipCost, UNLIKELY_SLIP } from './one-slip.ts'
import { edgeGramsOf } from './related-words.ts'
import { stemOf } from './stem-words.ts'
import { wordEndings } from './word-endings.ts'

/** Stems that a mistyped word may have been. */
export interface Vocabulary {
  has(stem: string): boolean
  /** Stems of about this length that begin or end with the two letters of a gram of `edgeGramsOf`. */
  withEdge(gram: number, length: number): Iterable<string>
}

export interface MendedWord {
  readonly stem: string
  /** `LIKELY_SLIP` or `UNLIKELY_SLIP`. */
  readonly cost: number
}

/** A shorter word has too many neighbours, a longer one is no word. */
const MIN_LENGTH = 4
const MAX_LENGTH = 40
/** A shorter one that a wrong letter makes another word may well be another word: "луна", "лука". */
const LONG_WORD = 7
const LONGEST_ENDING = 4
/** What is before the ending has to say which word it was. */
const SHORTEST_STEM = 3
const nearEndings = new LRUCache<string, boolean>({ max: 5_000 })

/**
 * The word that was meant, if one slip of the pen made this one of it: in its stem, or in its ending ("записатсья"). The
 * likeliest slip decides, then the order of the vocabularies.
 */
export function mendWord(written: string, vocabularies: readonly Vocabulary[]): MendedWord | null {
  if (written.length < MIN_LENGTH || written.length > MAX_LENGTH || /\p{N}/u.test(written)) return null
  let best: MendedWord | null = null
  for (const vocabulary of vocabularies) {
    const found = nearestStem(written, vocabulary)
    if (found && found.cost < (best?.cost ?? Number.POSITIVE_INFINITY)) best = found
  }
  return best
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
      nearest = { stem: begin, cost: LIKELY_SLIP }
    if (!wordEndings.has(ending)) continue
    for (const gram of edgeGramsOf(begin))
      for (const stem of vocabulary.withEdge(gram, length)) {
        if (stem.length < SHORTEST_STEM) continue
        const cost = slipCost(begin, stem)
        if (cost <= most && isBetter(stem, cost) && stemOf(stem + ending) === stem) nearest = { stem, cost }
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
