import type { Language } from '@secretary/contracts/scalars'

/** By letters: Russian where Cyrillic is the larger part, English where Latin is; null where there are none. */
export function detectLanguage(text: string): Language | null {
  let [cyrillic, latin] = [0, 0]
  // Enough to tell, whatever the length of the text.
  for (const letter of text.slice(0, 2_000)) {
    if (/\p{Script=Cyrillic}/u.test(letter)) cyrillic++
    else if (/\p{Script=Latin}/u.test(letter)) latin++
  }
  if (cyrillic === 0 && latin === 0) return null
  return cyrillic >= latin ? 'ru' : 'en'
}
