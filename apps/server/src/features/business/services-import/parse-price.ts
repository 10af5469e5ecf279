import { currencyDigits } from '@secretary/contracts/money'
import { currencyOf, currencyPattern } from './currency-names.ts'

export interface ParsedPrice {
  /** In whole units of the currency, e.g. 1990.5; null where the owner names none ("договорная"). */
  readonly amount: number | null
  /** Null where the text names none. */
  readonly currency: string | null
  readonly isPriceFrom: boolean
  /** What the price is for, e.g. `час` of "1500 ₽/час". */
  readonly unit: string | null
}

const MAX_CHARACTERS = 120
const freeWords = /^(?:бесплатн\p{L}{1,2}|даром|free(?: of charge)?)$/u
const unnamedWords =
  /^(?:[-–—?]|договорная|по договор[её]нности|договор[её]нность|по запросу|по согласованию|уточняйте|уточняйте у администратора|индивидуально|рассчитывается индивидуально|negotiable|on request|ask us|to be agreed|tbd|n\/?a)$/u

const amount = String.raw`\d(?:[\d .,'’]*\d)?(?:[.,](?:-|–|—))?`
const thousand = String.raw`тыс\.?|[кk](?!\p{L})`
const oneAmount = (name: string) =>
  String.raw`(?<sign${name}>${currencyPattern})? ?(?<amount${name}>${amount}) ?(?<thousand${name}>${thousand})? ?(?<currency${name}>${currencyPattern})?(?: (?<kopecks${name}>\d{1,2}) ?коп\p{L}{0,4}\.?)?`
const from = String.raw`(?:(?<from>от|from|начиная с|с|starting at)(?!\p{L}) ?)?`
const upTo = String.raw`(?: ?(?:-|–|—|до|to|\.{2,3}) ?${oneAmount('To')})?`
const above = String.raw` ?(?<above>\+|и выше|и более|and up)?`
const pattern = new RegExp(`^${from}${oneAmount('')}${upTo}${above}$`, 'iu')

/**
 * A price as people write it: "1 990,50 руб.", "от 3000", "$20", "1500 ₽/час", "2 000–3 000 ₽", "бесплатно", "договорная".
 * Of a range the lower end counts, as a price "from". Null when it can't be told what is meant.
 * @param usualCurrency of a price that names none; it decides whether "1.500" is one and a half or one and a half thousand.
 */
export function parsePrice(cell: string, usualCurrency: string): ParsedPrice | null {
  if (cell.length > MAX_CHARACTERS) return null
  const text = cell.replace(/\s+/g, ' ').trim()
  const words = text.toLowerCase().replace(/[.!]$/, '')
  if (unnamedWords.test(words)) return { amount: null, currency: null, isPriceFrom: false, unit: null }
  if (freeWords.test(words)) return { amount: 0, currency: null, isPriceFrom: false, unit: null }
  const { price, unit } = splitUnit(text)
  const groups = pattern.exec(price.normalize('NFKC'))?.groups
  if (!groups?.amount) return null
  const named = [groups.sign, groups.currency, groups.signTo, groups.currencyTo].filter((name) => name !== undefined)
  const currencies = new Set(named.map(currencyOf))
  if (currencies.size > 1 || currencies.has(null)) return null
  const digits = currencyDigits([...currencies][0] ?? usualCurrency)
  // "2–3 тыс." speaks of thousands at both ends.
  const lower = readAmount({
    text: groups.amount,
    thousands: groups.thousand ?? groups.thousandTo,
    kopecks: groups.kopecks,
    digits,
  })
  const upper =
    groups.amountTo === undefined
      ? null
      : readAmount({ text: groups.amountTo, thousands: groups.thousandTo, kopecks: groups.kopecksTo, digits })
  if (lower === null || (groups.amountTo !== undefined && (upper === null || upper < lower))) return null
  const isRange = upper !== null && upper > lower
  return {
    amount: lower,
    currency: [...currencies][0] ?? null,
    isPriceFrom: groups.from !== undefined || groups.above !== undefined || isRange,
    unit,
  }
}

/** "1500 ₽/час", "1500 руб. за сеанс", "$20 per hour". */
function splitUnit(text: string): { price: string; unit: string | null } {
  const found = /^(?<price>.*?[\d\p{Sc}\p{L}.]) ?(?:\/|(?<![\p{L}])(?:за|per)(?= )) ?(?<unit>.*[\p{L}].*)$/iu.exec(
    text,
  )?.groups
  return { price: found?.price?.trim() ?? text, unit: found?.unit?.trim() ?? null }
}

interface WrittenAmount {
  readonly text: string
  readonly thousands: string | undefined
  readonly kopecks: string | undefined
  /** Decimals of the currency. */
  readonly digits: number
}

function readAmount({ text, thousands, kopecks, digits }: WrittenAmount): number | null {
  const number = plainNumber(text.replace(/[.,][-–—]$/, ''), digits)
  if (number === null) return null
  const value = Number(number) * (thousands === undefined ? 1 : 1000)
  if (kopecks === undefined) return value
  return Number.isInteger(value) ? value + Number(kopecks) / 100 : null
}

/** `1990.5` of "1 990,50", "1,990.50", "1.990,50" or "1'990.5"; null when the separators make no number. */
function plainNumber(text: string, digits: number): string | null {
  const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'))
  const separator = text[last]
  const fraction = last < 0 ? '' : text.slice(last + 1)
  const isRepeated = separator !== undefined && text.indexOf(separator) !== last
  // "1.500" and "1,500" are one and a half thousand, except where a thousandth is a coin.
  const isDecimal = digits === 3 && separator === '.'
  const isGroup =
    !isDecimal && /^\d{3}$/.test(fraction) && !/^0+[.,]/.test(text) && !/[.,]/.test(otherSeparators(text, separator))
  const hasFraction = last >= 0 && !isRepeated && !isGroup
  const whole = hasFraction ? text.slice(0, last) : text
  if (!/^(?:\d+|\d{1,3}(?:(?<group>[ .,'’])\d{3})(?:\k<group>\d{3})*)$/.test(whole)) return null
  if (hasFraction && !/^\d{1,10}$/.test(fraction)) return null
  return `${whole.replace(/\D/g, '')}${hasFraction ? `.${fraction}` : ''}`
}

function otherSeparators(text: string, separator: string | undefined): string {
  return separator === undefined ? text : text.replaceAll(separator, '')
}
