import type { CatalogueShape } from '../catalogue-shape.ts'
import type { keys as russian } from '../ru/keys.ts'

export const keys = {
  title: 'Keys',
  text: 'They work while the cursor is not in a text field, in any keyboard layout.',
  scopes: { page: 'On this page', everywhere: 'Everywhere' },
  palette: 'Find a section, conversation, question or action',
  show: 'Show the keys',
  next: 'Next in the list',
  previous: 'Previous in the list',
  open: 'Open the chosen one',
} satisfies CatalogueShape<typeof russian>
