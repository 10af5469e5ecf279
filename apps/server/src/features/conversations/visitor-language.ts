import type { Language } from '@secretary/contracts/scalars'
import { detectLanguage } from '#server/platform/detect-language.ts'

/** Words that stand in English sentences and in no name of a product. */
const english = new Set(
  'a the is are am do does did can could will would have has how what when where who why which much many you your i my we me please hello hi hey thanks thank and or of for to with it this that there need want any yes not'.split(
    ' ',
  ),
)
const PLAIN_WORDS = 3

/**
 * The language a visitor writes in. Russians name products in Latin letters, so a Russian sentence with many of them stays Russian,
 * and a short "ok" or "iPhone 15 Pro" is no reason to leave the language of the conversation.
 */
export function visitorLanguage(text: string, present: Language): Language {
  const head = text.slice(0, 2_000)
  const detected = detectLanguage(head)
  if (detected !== 'en') return detected ?? present
  const words = head.match(/[\p{L}\p{N}’']+/gu) ?? []
  if (words.some((word) => english.has(word.toLowerCase()))) return 'en'
  if (/\p{Script=Cyrillic}{2}/u.test(head)) return 'ru'
  return words.filter((word) => /^[a-z]{2,}$/.test(word)).length >= PLAIN_WORDS ? 'en' : present
}
