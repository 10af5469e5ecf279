import type { Language } from '@secretary/contracts/scalars'
import { type ThemeChoice, themes } from './themes.ts'

export interface SavedAppearance {
  readonly theme: ThemeChoice
  readonly density: 'comfortable' | 'compact'
  /** Null until a person chose one here. */
  readonly language: Language | null
}

const KEY = 'secretary.appearance'

/** What this device remembers. Anything unreadable counts as never chosen. */
export function readAppearance(): SavedAppearance {
  const saved = readObject()
  const theme = themes.find((name) => name === saved.theme)
  return {
    theme: theme ?? 'system',
    density: saved.density === 'compact' ? 'compact' : 'comfortable',
    language: saved.language === 'ru' || saved.language === 'en' ? saved.language : null,
  }
}

export function saveAppearance(appearance: SavedAppearance): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(appearance))
  } catch {
    // Storage is closed or full: the choice lasts as long as the page.
  }
}

function readObject(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
