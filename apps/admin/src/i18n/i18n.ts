import type { Language } from '@secretary/contracts/scalars'
import { createI18n } from 'vue-i18n'
import type { ru } from './ru.ts'
import { russianPlural } from './russian-plural.ts'

type Words = typeof ru

const catalogues: Record<Language, () => Promise<Words>> = {
  ru: async () => (await import('./ru.ts')).ru,
  en: async () => (await import('./en.ts')).en,
}

/** Words of the panel. Messages are interpreted, never compiled to code: the content security policy forbids that. */
export const i18n = createI18n<false>({
  legacy: false,
  locale: 'ru',
  fallbackLocale: false,
  pluralRules: { ru: russianPlural },
  // A key without words is a mistake of ours that the catalogue test finds; the console is no place for it.
  missingWarn: false,
  fallbackWarn: false,
})

const loaded = new Set<Language>()

async function load(language: Language): Promise<void> {
  if (!loaded.has(language)) i18n.global.setLocaleMessage(language, await catalogues[language]())
  loaded.add(language)
}

/** Loads the words of a language when they are needed first, then shows them everywhere at once. */
export async function showLanguage(language: Language): Promise<void> {
  await load(language)
  i18n.global.locale.value = language
}

/** For what is found by its name in the other language too. */
export async function loadBothLanguages(): Promise<void> {
  await Promise.all([load('ru'), load('en')])
}
