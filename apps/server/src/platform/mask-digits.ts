/** Thirteen to nineteen digits, written together or in groups, that are no part of a longer word. */
const likeCard = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g
/** Most lines have none: this is looked for first. */
const manyDigits = /\d(?:[ -]?\d){12}/

/** A text without the numbers of payment cards; the last four digits stay, as on a receipt. */
export function maskCardNumbers(text: string): string {
  if (!manyDigits.test(text)) return text
  return text.replace(likeCard, (found) => {
    const digits = found.replace(/\D/g, '')
    return isCardNumber(digits) ? `[card …${digits.slice(-4)}]` : found
  })
}

/** The check digit of ISO/IEC 7812-1 (Luhn). */
function isCardNumber(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0 && /[1-9]/.test(digits)
}
