import { Contrast, Monitor, Moon, MoonStar, Sun } from '@lucide/vue'
import { languages } from '@secretary/contracts/scalars'
import { type Component, computed } from 'vue'
import { t } from '#admin/i18n/i18n.ts'
import { type Theme, themes } from '#admin/theme/themes.ts'

export const themeIcons: Record<Theme, Component> = {
  light: Sun,
  dark: Moon,
  'night-eyes': MoonStar,
  'high-contrast': Contrast,
}

/** What a person can choose about the look of the panel, with its names. */
export function useAppearanceChoices() {
  const themeChoices = computed(() => [
    { value: 'system' as const, label: t('appearance.themes.system'), icon: Monitor },
    ...themes.map((value) => ({ value, label: t(`appearance.themes.${value}`), icon: themeIcons[value] })),
  ])
  const languageChoices = computed(() =>
    languages.map((value) => ({ value, label: t(`appearance.languages.${value}`) })),
  )
  const densityChoices = computed(() =>
    (['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`appearance.densities.${value}`) })),
  )
  return { themeChoices, languageChoices, densityChoices }
}
