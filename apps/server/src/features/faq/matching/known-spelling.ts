import { LRUCache } from 'lru-cache'
import { countEdits } from './count-edits.ts'
import { gramsOf } from './related-words.ts'

/** A shorter word has too many neighbours. */
const MIN_LENGTH = 5
const LONG_WORD = 8

/** The words of a list that a mistyped one may have been: one edit away, two where it is long. The nearest only. */
export function createKnownSpelling(words: Iterable<string>) {
  const wordsByGram = new Map<number, string[]>()
  for (const word of new Set(words))
    for (const gram of word.length < MIN_LENGTH - 1 ? [] : gramsOf(word)) {
      const list = wordsByGram.get(gram)
      if (list) list.push(word)
      else wordsByGram.set(gram, [word])
    }
  const cache = new LRUCache<string, readonly string[]>({ max: 5_000 })

  function find(word: string): string[] {
    let [nearest, least]: [string[], number] = [[], word.length >= LONG_WORD ? 2 : 1]
    for (const candidate of new Set(gramsOf(word).flatMap((gram) => wordsByGram.get(gram) ?? []))) {
      if (Math.abs(candidate.length - word.length) > least) continue
      const edits = countEdits(word, candidate)
      if (edits < least) [nearest, least] = [[candidate], edits]
      else if (edits === least) nearest.push(candidate)
    }
    return nearest
  }

  return (word: string): readonly string[] => {
    if (word.length < MIN_LENGTH || word.length > 40 || /\p{N}/u.test(word)) return []
    const known = cache.get(word) ?? find(word)
    cache.set(word, known)
    return known
  }
}
