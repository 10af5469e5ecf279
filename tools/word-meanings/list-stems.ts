import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fillers, negations } from '../../apps/server/src/features/faq/matching/question-lexicon.ts'
import { stemOf } from '../../apps/server/src/features/faq/matching/stem-words.ts'

/**
 * `node tools/word-meanings/list-stems.ts FREQUENCIES TARGET`: from a JSON list of [word, frequency] and the words of our own
 * lexicon and starter packs to the stems that get a meaning.
 */
const [frequencies = '', target = ''] = process.argv.slice(2)
const COUNTS = { russian: 21_000, english: 8_000 }
/** Of a word that only our own texts hold. */
const OWN_FREQUENCY = 1e-6
const faq = new URL('../../apps/server/src/features/faq/', import.meta.url)

interface Family {
  word: string
  highest: number
  total: number
}

const frequencyOf = new Map<string, number>(JSON.parse(readFileSync(frequencies, 'utf8')))
for (const word of ownWords()) if (!frequencyOf.has(word)) frequencyOf.set(word, OWN_FREQUENCY)
const families = new Map<string, Family>()
for (const [word, frequency] of frequencyOf) {
  const plain = word.replaceAll('ё', 'е')
  const stem = stemOf(plain)
  if (stem.length < 3 || fillers.has(plain) || negations.has(plain)) continue
  const family = families.get(stem) ?? { word, highest: 0, total: 0 }
  if (frequency > family.highest) Object.assign(family, { word, highest: frequency })
  family.total += frequency
  families.set(stem, family)
}
const frequentFirst = [...families].sort(([, left], [, right]) => right.total - left.total)
const russian = frequentFirst.filter(([stem]) => /[а-я]/.test(stem)).slice(0, COUNTS.russian)
const english = frequentFirst.filter(([stem]) => !/[а-я]/.test(stem)).slice(0, COUNTS.english)
const chosen = [...russian, ...english].map(([stem, { word, total }]) => [stem, word, total])
writeFileSync(target, JSON.stringify(chosen))
console.log(`${chosen.length} stems`)

function ownWords(): string[] {
  const packs = new URL('starter-packs/data/', faq)
  const files = [
    new URL('matching/question-lexicon.data.json', faq),
    new URL('business-words.txt', import.meta.url),
    ...readdirSync(packs).map((name) => new URL(name, packs)),
  ]
  return files.flatMap(
    (file) =>
      readFileSync(file, 'utf8')
        .toLowerCase()
        .match(/[а-яё]{3,}|[a-z]{3,}/g) ?? [],
  )
}
