import type { Language } from '@secretary/contracts/scalars'
import { englishPlural, russianPlural } from './plural.ts'

/** What stands for `{name}` in a message. `count` also chooses the form of a message that has several. */
export type Named = Readonly<Record<string, string | number>>

const FORMS = ' | '
const pluralRules: Record<Language, (count: number, formCount: number) => number> = {
  ru: russianPlural,
  en: englishPlural,
}

/** The message of a key, e.g. `faq.count`; null where there is none. */
export function findMessage(catalogue: object | undefined, key: string): string | null {
  let found: unknown = catalogue
  for (const part of key.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return null
    found = Reflect.get(found, part)
  }
  return typeof found === 'string' ? found : null
}

/** A message as it is read: `{count} день | {count} дня | {count} дней` with a count of 3 is `3 дня`. */
export function writeMessage(message: string, language: Language, named: Named = {}): string {
  const forms = message.split(FORMS)
  const count = typeof named.count === 'number' ? named.count : 1
  const form = forms.length > 1 ? forms[pluralRules[language](count, forms.length)] : message
  return (form ?? message).replace(/\{(\w+)\}/g, (_blank, name) => String(named[name] ?? ''))
}
