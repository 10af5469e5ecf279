import type { Language } from '@secretary/contracts/scalars'
import { defineStore } from 'pinia'
import { computed, type ShallowRef, shallowRef, watch } from 'vue'
import { readAppearance, type SavedAppearance, saveAppearance } from '#admin/theme/saved-appearance.ts'
import { resolveTheme, type ThemeChoice } from '#admin/theme/themes.ts'

export type Density = 'comfortable' | 'compact'

/** How the panel looks on this device. `public/appearance-before-paint.js` applies the same values before anything is drawn. */
export const useAppearanceStore = defineStore('appearance', () => {
  const saved = readAppearance()
  const themeChoice = shallowRef<ThemeChoice>(saved.theme)
  const density = shallowRef<Density>(saved.density)
  const language = shallowRef<Language>(saved.language ?? languageOfBrowser())
  /** False until somebody chose: then the language of the account may decide. */
  const isLanguageChosen = shallowRef(saved.language !== null)

  const isDark = matches('(prefers-color-scheme: dark)')
  const wantsContrast = matches('(prefers-contrast: more)')
  const theme = computed(() =>
    resolveTheme(themeChoice.value, { isDark: isDark.value, wantsContrast: wantsContrast.value }),
  )

  watch(
    [theme, density, language],
    () => {
      const root = document.documentElement
      root.dataset.theme = theme.value
      root.dataset.density = density.value
      root.lang = language.value
      // Installed as an app it has the name of that language.
      const manifest = document.querySelector('link[rel=manifest]')
      manifest?.setAttribute('href', `/panel/manifest.${language.value}.webmanifest`)
    },
    { immediate: true },
  )
  watch([themeChoice, density, language, isLanguageChosen], () => {
    saveAppearance({
      theme: themeChoice.value,
      density: density.value,
      language: isLanguageChosen.value ? language.value : null,
    } satisfies SavedAppearance)
  })

  function chooseLanguage(next: Language): void {
    language.value = next
    isLanguageChosen.value = true
  }

  /** The language of the account, unless this device has its own. */
  function suggestLanguage(next: Language): void {
    if (!isLanguageChosen.value) language.value = next
  }

  return { themeChoice, theme, density, language, chooseLanguage, suggestLanguage }
})

/** Whether the device asks for something, followed as long as the page lives. */
function matches(query: string): Readonly<ShallowRef<boolean>> {
  const list = matchMedia(query)
  const isMatching = shallowRef(list.matches)
  list.addEventListener('change', () => {
    isMatching.value = list.matches
  })
  return isMatching
}

function languageOfBrowser(): Language {
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('ru'))
    ? 'ru'
    : navigator.language.startsWith('en')
      ? 'en'
      : 'ru'
}
