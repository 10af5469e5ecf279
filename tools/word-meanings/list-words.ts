import { readdirSync, readFileSync } from 'node:fs'
import { fillers, negations } from '../../apps/server/src/features/faq/matching/question-lexicon.ts'
import { stemOf } from '../../apps/server/src/features/faq/matching/stem-words.ts'

/** A word that may get a meaning, or that shows what another language with the same letters looks like. */
export interface ListedWord {
  readonly word: string
  readonly stem: string
  readonly script: 'cyrillic' | 'latin'
  /** `own`: our texts hold it; `piece`: the model knows it as a whole; `foreign`: a letter in it is of another language. */
  readonly source: 'own' | 'piece' | 'foreign'
  /** How often the model met it, as the logarithm of its share. */
  readonly logFrequency: number
}

interface Tokenizer {
  readonly model: { readonly vocab: readonly (readonly [string, number])[] }
}

const scripts = [
  { script: 'cyrillic', own: /^[а-яё]{3,}$/, any: /^[\u0400-\u04ff]{3,}$/ },
  { script: 'latin', own: /^[a-z]{3,}$/, any: /^[a-z\u00df-\u024f]{3,}$/ },
] as const
/** Of a word that only our own texts hold: behind what the model knows as a whole. */
const OWN_LOG_FREQUENCY = -15
const WORD_START = '▁'
const faq = new URL('../../apps/server/src/features/faq/', import.meta.url)

/** The words that a model's tokenizer knows as a whole, and those of our lexicon, starter packs and `business-words.txt`. */
export function listWords(modelFolder: string): ListedWord[] {
  const { vocab } = (JSON.parse(readFileSync(`${modelFolder}/tokenizer.json`, 'utf8')) as Tokenizer).model // Its documented format.
  const found = new Map<string, Pick<ListedWord, 'source' | 'logFrequency'>>()
  for (const [piece, logFrequency] of vocab) {
    const word = piece.startsWith(WORD_START) ? piece.slice(1).toLowerCase() : ''
    const known = found.get(word)
    if (known && known.logFrequency >= logFrequency) continue
    const source = scripts.some(({ own }) => own.test(word)) ? 'piece' : 'foreign'
    found.set(word, { source, logFrequency })
  }
  for (const word of ownWords())
    found.set(word, { source: 'own', logFrequency: found.get(word)?.logFrequency ?? OWN_LOG_FREQUENCY })
  return [...found].flatMap(([word, facts]): ListedWord[] => {
    const script = scripts.find(({ any }) => any.test(word))?.script
    const plain = word.replaceAll('ё', 'е')
    const stem = stemOf(plain)
    const isLeftOut = script === undefined || stem.length < 3 || fillers.has(plain) || negations.has(plain)
    return isLeftOut ? [] : [{ word, stem, script, ...facts }]
  })
}

function ownWords(): Set<string> {
  const packs = new URL('starter-packs/data/', faq)
  const files = [
    new URL('matching/question-lexicon.data.json', faq),
    new URL('business-words.txt', import.meta.url),
    ...readdirSync(packs)
      .sort()
      .map((name) => new URL(name, packs)),
  ]
  return new Set(
    files.flatMap(
      (file) =>
        readFileSync(file, 'utf8')
          .toLowerCase()
          .match(/[а-яё]{3,}|[a-z]{3,}/g) ?? [],
    ),
  )
}
