import type { Language } from '@secretary/contracts/scalars'
import { shallowReadonly, shallowRef } from 'vue'
import { findMessage, type Named, writeMessage } from './message.ts'
import type { ru } from './ru.ts'

type Words = typeof ru

const load: Record<Language, () => Promise<Words>> = {
  ru: async () => (await import('./ru.ts')).ru,
  en: async () => (await import('./en.ts')).en,
}

const catalogues: Partial<Record<Language, Words>> = {}
const shown = shallowRef<Language>('ru')

/** The language on the screen. */
export const locale = shallowReadonly(shown)

/** The words of a key in the language on the screen; in a template or a `computed` they follow it. The key itself where there are none. */
export function t(key: string, named?: Named): string {
  return translate(shown.value, key, named)
}

/** As `t`, in a language that `showLanguage` or `loadBothLanguages` has brought. */
export function translate(language: Language, key: string, named?: Named): string {
  const message = findMessage(catalogues[language], key)
  return message === null ? key : writeMessage(message, language, named)
}

/** Whether there are words for a key that is put together while running. */
export function hasWords(key: string): boolean {
  return findMessage(catalogues[shown.value], key) !== null
}

/** Loads the words of a language when they are needed first, then shows them everywhere at once. */
export async function showLanguage(language: Language): Promise<void> {
  await bring(language)
  shown.value = language
}

/** For what is found by its name in the other language too. */
export async function loadBothLanguages(): Promise<void> {
  await Promise.all([bring('ru'), bring('en')])
}

async function bring(language: Language): Promise<void> {
  catalogues[language] ??= await load[language]()
}
