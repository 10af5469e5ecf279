import { stemmer as stemEnglish } from '@orama/stemmers/english'
import { stemmer as stemRussian } from '@orama/stemmers/russian'
import { LRUCache } from 'lru-cache'

/** One word of a question as the matcher compares it. */
export interface Word {
  readonly text: string
  readonly stem: string
}

/** A message has at most this many words that count. */
const MAX_WORDS = 40

const stems = new LRUCache<string, string>({ max: 50_000 })

/** The words of a normalised question with their Snowball stems, in order. */
export function stemWords(normalized: string): Word[] {
  if (normalized === '') return []
  return normalized
    .split(' ')
    .slice(0, MAX_WORDS)
    .map((text) => ({ text, stem: stemOf(text) }))
}

export function stemOf(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stem = /\p{N}/u.test(word) ? word : /\p{Script=Cyrillic}/u.test(word) ? stemRussian(word) : stemEnglish(word)
  stems.set(word, stem)
  return stem
}
