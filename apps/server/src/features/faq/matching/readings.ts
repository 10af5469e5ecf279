import { normalizeQuestion } from './normalize-question.ts'

const qwerty = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
const jcuken = 'йцукенгшщзхъфывапролджэячсмитьбюё'
const toCyrillicKey = new Map([...qwerty].map((key, index) => [key, jcuken[index] ?? key]))
const toLatinKey = new Map([...jcuken].map((key, index) => [key, qwerty[index] ?? key]))

/** Longest first, so that `shch` is not read as `sh` and `ch`. */
const transliteration: readonly (readonly [string, string])[] = [
  ['shch', 'щ'], ['sch', 'щ'], ['yo', 'е'], ['zh', 'ж'], ['kh', 'х'], ['ts', 'ц'], ['ch', 'ч'], ['sh', 'ш'], ['yu', 'ю'], ['ju', 'ю'], ['ya', 'я'], ['ja', 'я'],
  ['a', 'а'], ['b', 'б'], ['v', 'в'], ['w', 'в'], ['g', 'г'], ['d', 'д'], ['e', 'е'], ['z', 'з'], ['i', 'и'], ['j', 'й'], ['y', 'ы'], ['k', 'к'], ['l', 'л'],
  ['m', 'м'], ['n', 'н'], ['o', 'о'], ['p', 'п'], ['r', 'р'], ['s', 'с'], ['t', 'т'], ['u', 'у'], ['f', 'ф'], ['h', 'х'], ['c', 'ц'], ['x', 'кс'], ["'", 'ь'],
] // biome-ignore format: a table reads better in rows

const MAX_SWITCHED = 600

/** A question whose words are mostly known is read as it is written. */
const KNOWN_ENOUGH = 0.5

/**
 * How a question can be read: as it stands, and where few of its words are known, as typed in the wrong keyboard layout
 * or as Russian in Latin letters. Only readings that know more words than the text itself are returned.
 */
export function readings(text: string, knownShare: (words: readonly string[]) => number): string[] {
  const normalized = normalizeQuestion(text)
  const share = (reading: string) => knownShare(reading.split(' '))
  const asWritten = share(normalized)
  if (asWritten >= KNOWN_ENOUGH) return [normalized]
  // The layout is switched before punctuation is dropped: б, ю, ж, э, х and ъ lie on keys of punctuation.
  const others = [
    normalizeQuestion(switchLayout(text.slice(0, MAX_SWITCHED).toLowerCase())),
    /[a-z]/.test(normalized) ? transliterate(normalized) : normalized,
  ]
  const better = [...new Set(others)].filter(
    (reading) => reading !== '' && reading !== normalized && share(reading) > asWritten,
  )
  return [normalized, ...better]
}

/** `ghbdtn` as `привет`, and the other way round. */
export function switchLayout(text: string): string {
  const map = /\p{Script=Cyrillic}/u.test(text) ? toLatinKey : toCyrillicKey
  return [...text]
    .map((letter) => map.get(letter) ?? letter)
    .join('')
    .replaceAll('ё', 'е')
}

/** `kak zapisatsya` as `как записатся`: close enough for a matcher that forgives a typo. */
export function transliterate(text: string): string {
  let result = ''
  for (let position = 0; position < text.length; ) {
    const rule = transliteration.find(([latin]) => text.startsWith(latin, position))
    result += rule ? rule[1] : text.charAt(position)
    position += rule ? rule[0].length : 1
  }
  return result
}
