import type { CatalogueShape } from '../catalogue-shape.ts'
import type { palette as russian } from '../ru/palette.ts'

export const palette = {
  title: 'Go anywhere',
  open: 'Find or do',
  placeholder: 'A section, action, conversation or question',
  results: 'What was found',
  groups: {
    recent: 'Recent',
    actions: 'Actions',
    pages: 'Sections',
    conversations: 'Conversations',
    questions: 'Questions and answers',
  },
  searching: 'Searching conversations and questions…',
  nothing: 'Nothing found',
  failed: 'Conversations and questions can’t be searched now: the server did not answer.',
  hint: 'choose: ↑ ↓ · open: Enter · close: Esc',
  found: 'Found: {count}',
  closeToday: 'Closed today',
  closedToday: 'Closed today: visitors are told at once',
  themeIs: 'Theme: {name}',
  languageIs: 'Language: {name}',
  settingsPart: 'Settings: {name}',
} satisfies CatalogueShape<typeof russian>
