/** What people put between the digits of a phone number, line breaks excluded. */
const GAP = '[ \\t\\u00a0\\u2009\\u202f().\\-\\u2010-\\u2015/]{0,3}'
const run = new RegExp(`(?<![\\p{L}\\p{N}_@+])\\+?\\(?\\d(?:${GAP}\\d)*`, 'gu')
/** 8 999 123-45-67 and +7 …: eleven digits, whatever follows behind a gap. */
const russian = new RegExp(`^(?:\\+?7|8)${GAP}[3-9](?:${GAP}\\d){9}(?!\\d)`, 'u')
const northAmerican = /^\(?[2-9]\d{2}\)?[-. ]{1,2}\d{3}[-. ]\d{2}[-. ]?\d{2}(?!\d)/u
/** Neighbours of Russia that people often dial without the plus. */
const countryCode = /^(?:375|380|37[34]|99[2-68])/
const cityNumber = /^\d{3}[-‐-―]\d{2}[-‐-―]\d{2}$/u
const shortCityNumber = /^\d{1,2}[-‐-―]\d{2}[-‐-―]\d{2}$/u

/** Digits and dots too, but nobody answers there. */
const dateOrTime = /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b/gu
/** As many digits as a phone number may be a price. */
const price = /\d[\d\s.,]{0,20}\s?(?:₽|€|\$|(?:руб(?:л\p{L}{1,3})?|тыс(?:яч\p{L}?)?|млн|р|rub|usd|eur)(?!\p{L}))/giu

const announcesPhone =
  /(?:тел(?:ефон\p{L}{0,3})?|моб(?:ильн\p{L}{1,3})?|сотов\p{L}{1,3}|номер|(?:по|пере)?звон\p{L}{1,5}|набер\p{L}{1,4}|в[ао]т?[сц]ап\p{L}?|вайбер|phone|mobile|cell|call|whatsapp|viber|number(?: is)?)(?: мне| me)?[\s:.№#—–-]{0,4}$/iu
const announcesOther =
  /(?:заказ|договор|инн|огрн|кпп|бик|снилс|паспорт|карт|сч[её]т|артикул|полис|сумм|цен|бюджет|код|чек|заявк|order|invoice|contract|card|account|price|passport|code|serial|ticket)\p{L}{0,4}(?: номер| number)?[\s:.№#—–-]{0,4}$/iu

/**
 * The first number in a text that somebody would answer, as it is written there. Card, order and tax numbers are none.
 * Where a number was asked for, a bare one that stands alone in the text is it, also a local one.
 */
export function findPhone(text: string, { isAsked = false }: { isAsked?: boolean } = {}): string | null {
  const cleaned = text.replace(dateOrTime, ' ').replace(price, ' ')
  for (const match of cleaned.matchAll(run)) {
    const before = cleaned.slice(Math.max(0, match.index - 40), match.index)
    if (announcesOther.test(before)) continue
    const isAlone = isAsked && !/\d/.test(cleaned.replace(match[0], ''))
    const found = phoneIn(match[0], isAlone || announcesPhone.test(before))
    if (found !== null) return found
  }
  return null
}

function phoneIn(candidate: string, isAnnounced: boolean): string | null {
  const known = (russian.exec(candidate) ?? northAmerican.exec(candidate))?.[0]
  if (known !== undefined) return known
  const digits = candidate.replace(/\D/g, '')
  const { length } = digits
  if (candidate.startsWith('+')) return length >= 8 && length <= 15 ? candidate : null
  if (length === 10 && (/^9\d{9}$/.test(candidate) || /^\(?9\d\d\D/.test(candidate))) return candidate
  if (length === 12 && countryCode.test(digits)) return candidate
  if (cityNumber.test(candidate)) return candidate
  if (!isAnnounced) return null
  return (length >= 6 && length <= 12) || shortCityNumber.test(candidate) ? candidate : null
}
