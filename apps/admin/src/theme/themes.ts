/** Every theme there is. Each has its file of role tokens in `themes/` and its name in the catalogue `appearance`. */
export const themes = ['light', 'dark', 'night-eyes', 'high-contrast'] as const
export type Theme = (typeof themes)[number]

/** What a person can choose: a theme, or whatever the device says. */
export type ThemeChoice = Theme | 'system'

export interface SystemWishes {
  readonly isDark: boolean
  readonly wantsContrast: boolean
}

export function resolveTheme(choice: ThemeChoice, system: SystemWishes): Theme {
  if (choice !== 'system') return choice
  if (system.wantsContrast) return 'high-contrast'
  return system.isDark ? 'dark' : 'light'
}
