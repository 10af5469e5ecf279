import { endsWithAbbreviation } from './abbreviations.ts'
import { findWordCut } from './word-cut.ts'

export interface Clause {
  readonly index: number
  /** Exactly as it stands in the text, white space included: all clauses together are the text. */
  readonly text: string
}

/** The voice can begin with this much; less sounds chopped. */
const FIRST_CUT_CHARACTERS = 24
/** A first clause that is still without a mark behind so much is cut between two words within it; what stands behind the second number is known then. */
const FIRST_WORD_CUT = { earliest: 40, latest: 72, knownCharacters: 84 }
/** From here on a comma is as good as a full stop. */
const SOFT_LIMIT_CHARACTERS = 160
/** Longer than anybody says in one breath. */
const HARD_LIMIT_CHARACTERS = 280

const pauses = new Set([',', ';', ':', '—', '–'])
const sentenceEnds = new Set(['.', '!', '?', '…'])
const closers = new Set(['»', '”', '"', "'", ')', ']', '*', '_'])

/**
 * Cuts text into clauses while it is being written: the first one early, at a comma or in a long row of words without a mark between
 * two of them, so that the voice can begin; the others at sentence ends.
 * Where it cuts depends on the text alone, never on the pieces it arrives in: a place is only judged when what follows is known.
 */
export async function* splitClauses(deltas: AsyncIterable<string>): AsyncGenerator<Clause> {
  let index = 0
  let rest = ''
  for await (const delta of deltas) {
    rest += delta
    for (let cut = findCut(rest, index === 0); cut !== null; cut = findCut(rest, index === 0)) {
      yield { index: index++, text: rest.slice(0, cut) }
      rest = rest.slice(cut)
    }
  }
  if (rest !== '') yield { index, text: rest }
}

/** Where the first clause ends; null while that can't be known yet. What stands behind the hard limit decides nothing. */
function findCut(rest: string, isFirst: boolean): number | null {
  const text = rest.slice(0, HARD_LIMIT_CHARACTERS)
  const longest = rest.length > text.length ? hardCut(text) : null
  let hasContent = false
  for (let position = 0; position < text.length; position++) {
    if (isFirst && position === FIRST_WORD_CUT.knownCharacters) {
      const cut = findWordCut(text.slice(0, position), FIRST_WORD_CUT)
      if (cut !== null) return cut
    }
    const character = text.charAt(position)
    if (!hasContent) {
      hasContent = /\S/.test(character)
      continue
    }
    const end = boundaryEnd(text, position, { isFirst })
    if (end === null) continue
    const next = skipSpace(text, end)
    // What follows decides; at the end of the text there is nothing left to cut off.
    if (next === text.length) return longest
    if (isBoundary(text, position, next)) return next
  }
  return longest
}

/** The end of the mark at a position, closing quotes included; null where none stands there. */
function boundaryEnd(text: string, position: number, { isFirst }: { isFirst: boolean }): number | null {
  const character = text.charAt(position)
  if (character === '\n') return position + 1
  const isPause = pauses.has(character) && position >= (isFirst ? FIRST_CUT_CHARACTERS : SOFT_LIMIT_CHARACTERS)
  if (!isPause && !sentenceEnds.has(character)) return null
  let end = position + 1
  while (end < text.length && (closers.has(text.charAt(end)) || sentenceEnds.has(text.charAt(end)))) end++
  // At the very end of what is known another mark may follow.
  return end < text.length && !/\s/.test(text.charAt(end)) ? null : end
}

/** A full stop may belong to an abbreviation, an initial or the number of a list item. */
function isBoundary(text: string, position: number, next: number): boolean {
  if (text.charAt(position) !== '.') return true
  const before = text.slice(0, position)
  if (/(?:^|\n)\s*\d{1,3}$/.test(before) || /^\s*\d{1,3}$/.test(before)) return false
  if (/\p{Ll}/u.test(text.charAt(next)) && !text.slice(position, next).includes('\n')) return false
  return !endsWithAbbreviation(before.slice(-24))
}

function skipSpace(text: string, from: number): number {
  let position = from
  while (position < text.length && /\s/.test(text.charAt(position))) position++
  return position
}

/** At the last space before the limit; inside an endless word at the limit, never between the halves of a letter. */
function hardCut(head: string): number {
  const space = head.search(/\s\S*$/)
  if (space > 0) return space + 1
  const code = head.charCodeAt(HARD_LIMIT_CHARACTERS - 1)
  return code >= 0xd800 && code <= 0xdbff ? HARD_LIMIT_CHARACTERS - 1 : HARD_LIMIT_CHARACTERS
}
