import { LRUCache } from 'lru-cache'
import { GRAM_HASHES, gramsOf } from './related-words.ts'

/** A shorter word has too many neighbours. */
const MIN_LENGTH = 4
const MAX_LENGTH = 40
const MAX_FOUND = 3
/** Three letters that fewer words have side by side are hardly seen in a word that was written as it was meant. */
const MIN_WORDS_A_GRAM = 2
/** A short list says nothing about which letters stand side by side. */
const MANY_WORDS = 1_000

/**
 * Finds the words of a long list that a mistyped one may have been before one slip of the pen: a letter too many, missing or
 * wrong, or two in the wrong order. The first letter is taken for right. Those that stand first in the list come first.
 *
 * No list holds every word. What is spelled like a word ("палец" beside "танец") is taken for one that the list lacks, not for a
 * slip: it would become another word.
 */
export function createSlipFinder(words: readonly string[]): (mistyped: string) => readonly string[] {
  const byShape = new Map<string, number[]>()
  for (const [position, word] of words.entries()) {
    const shape = `${word.charAt(0)}${word.length}`
    const positions = byShape.get(shape)
    if (positions) positions.push(position)
    else byShape.set(shape, [position])
  }
  const mayBeWord = words.length < MANY_WORDS ? () => false : createSpellingTest(words)
  const remembered = new LRUCache<string, readonly string[]>({ max: 20_000 })

  function find(mistyped: string): string[] {
    const found: number[] = []
    for (const length of [mistyped.length - 1, mistyped.length, mistyped.length + 1])
      for (const position of byShape.get(`${mistyped.charAt(0)}${length}`) ?? [])
        if (isOneSlipAway(mistyped, words[position] ?? '')) found.push(position)
    return found
      .sort((left, right) => left - right)
      .slice(0, MAX_FOUND)
      .map((position) => words[position] ?? '')
  }

  return (mistyped) => {
    if (mistyped.length < MIN_LENGTH || mistyped.length > MAX_LENGTH || /\p{N}/u.test(mistyped)) return []
    const known = remembered.get(mistyped) ?? (mayBeWord(mistyped) ? [] : find(mistyped))
    remembered.set(mistyped, known)
    return known
  }
}

/** Tells whether all letters of a text stand side by side as they do in some words. */
function createSpellingTest(words: readonly string[]): (text: string) => boolean {
  const counts = new Uint8Array(GRAM_HASHES)
  for (const word of words)
    for (const gram of gramsOf(word)) counts[gram] = Math.min(MIN_WORDS_A_GRAM, (counts[gram] ?? 0) + 1)
  return (text) => gramsOf(text).every((gram) => (counts[gram] ?? 0) >= MIN_WORDS_A_GRAM)
}

function isOneSlipAway(left: string, right: string): boolean {
  let start = 0
  while (start < left.length && left[start] === right[start]) start++
  let [leftEnd, rightEnd] = [left.length, right.length]
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--
    rightEnd--
  }
  const [leftRest, rightRest] = [leftEnd - start, rightEnd - start]
  if (leftRest <= 1 && rightRest <= 1) return true
  return leftRest === 2 && rightRest === 2 && left[start] === right[start + 1] && left[start + 1] === right[start]
}
