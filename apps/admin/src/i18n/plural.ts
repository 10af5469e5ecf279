/** Which of the forms in `one | many` (or `none | one | many`) fits a number. */
export function englishPlural(count: number, formCount: number): number {
  if (formCount > 2 && count === 0) return 0
  const first = formCount > 2 ? 1 : 0
  return first + (Math.abs(count) === 1 ? 0 : 1)
}

/**
 * Which of the forms in `один | два | пять` (or `ноль | один | два | пять`) fits a number, by the plural rules of Russian
 * (Unicode CLDR): 1, 21, 101 · 2–4, 22 · everything else.
 */
export function russianPlural(count: number, formCount: number): number {
  if (formCount > 3 && count === 0) return 0
  const first = formCount > 3 ? 1 : 0
  const whole = Math.abs(Math.trunc(count))
  const lastTwo = whole % 100
  const last = whole % 10
  const isTeen = lastTwo >= 11 && lastTwo <= 14
  // A fraction takes the genitive singular, the form of "two": 1,5 часа.
  const form = !Number.isInteger(count) ? 1 : isTeen ? 2 : last === 1 ? 0 : last >= 2 && last <= 4 ? 1 : 2
  return first + Math.min(form, formCount - first - 1)
}
