import type { CatalogueShape } from '../catalogue-shape.ts'
import type { appearance as russian } from '../ru/appearance.ts'

export const appearance = {
  theme: 'Theme',
  themes: {
    system: 'Same as device',
    light: 'Light',
    dark: 'Dark',
    'night-eyes': 'Night, warm',
    'high-contrast': 'High contrast',
  },
  language: 'Language',
  languages: { ru: 'Русский', en: 'English' },
  density: 'Table rows',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
} satisfies CatalogueShape<typeof russian>
