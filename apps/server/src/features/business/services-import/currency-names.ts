/** How prices name their currency, in lower case and without a last dot; the longer spelling first where one begins another. */
const spellings: readonly (readonly [string, readonly string[]])[] = [
  ['BYN', ['бел. рублей', 'бел. руб', 'бел.руб', 'byn', 'br']],
  ['RUB', ['рублей', 'рубля', 'рубль', 'руб', 'rubles', 'rub', 'rur', '₽', 'р', 'p']],
  ['USD', ['долларов', 'доллара', 'доллар', 'долл', 'us$', 'usd', '$']],
  ['EUR', ['евро', 'euros', 'euro', 'eur', '€']],
  ['GBP', ['фунтов', 'gbp', '£']],
  ['KZT', ['тенге', 'тнг', 'тг', 'kzt', '₸']],
  ['UAH', ['гривен', 'гривна', 'грн', 'uah', '₴']],
  ['UZS', ['сумов', 'сум', 'uzs']],
  ['KGS', ['сомов', 'сом', 'kgs']],
  ['AMD', ['драмов', 'драм', 'amd', '֏']],
  ['GEL', ['лари', 'gel', '₾']],
  ['AZN', ['манатов', 'манат', 'azn', '₼']],
  ['TRY', ['лир', 'try', '₺']],
  ['CNY', ['юаней', 'юань', 'cny', '¥']],
]

const codeOfSpelling = new Map(spellings.flatMap(([code, names]) => names.map((name) => [name, code] as const)))
const codes = new Set(Intl.supportedValuesOf('currency'))

/** The code of a currency by its sign, name or code; null for anything else. */
export function currencyOf(name: string): string | null {
  const plain = name.trim().toLowerCase().replace(/\.$/, '')
  const code = name.trim().toUpperCase()
  return codeOfSpelling.get(plain) ?? (codes.has(code) ? code : null)
}

/** Any spelling of `currencyOf` inside a longer text, for a regular expression with the flags `iu`. */
export const currencyPattern = [...codeOfSpelling.keys()]
  .toSorted((a, b) => b.length - a.length)
  .map((name) => `${name.replace(/[.$]/g, '\\$&')}(?!\\p{L})\\.?`)
  // Any other three letters are judged by `currencyOf`.
  .concat('[a-z]{3}(?!\\p{L})')
  .join('|')
