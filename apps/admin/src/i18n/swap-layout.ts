const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю.'

const toCyrillic = new Map([...LATIN].map((sign, at) => [sign, CYRILLIC[at] ?? sign]))
const toLatin = new Map([...CYRILLIC].map((sign, at) => [sign, LATIN[at] ?? sign]))

/** What stands there when the same keys are pressed in the other layout: `yfcnhjqrb` → `настройки`. Expects lower case. */
export function swapLayout(text: string): string {
  const signs = [...text]
  const isCyrillic = signs.some((sign) => /\p{Script=Cyrillic}/u.test(sign))
  const swap = isCyrillic ? toLatin : toCyrillic
  return signs.map((sign) => swap.get(sign) ?? sign).join('')
}
