import type { CatalogueShape } from './catalogue-shape.ts'
import { about } from './en/about.ts'
import { apiKeys } from './en/api-keys.ts'
import { appearance } from './en/appearance.ts'
import { backup } from './en/backup.ts'
import { business } from './en/business.ts'
import { chat } from './en/chat.ts'
import { dashboard } from './en/dashboard.ts'
import { errors } from './en/errors.ts'
import { faq } from './en/faq.ts'
import { join } from './en/join.ts'
import { keys } from './en/keys.ts'
import { layout } from './en/layout.ts'
import { leads } from './en/leads.ts'
import { login } from './en/login.ts'
import { models } from './en/models.ts'
import { pages } from './en/pages.ts'
import { palette } from './en/palette.ts'
import { people } from './en/people.ts'
import { settings } from './en/settings.ts'
import { setup } from './en/setup.ts'
import { ui } from './en/ui.ts'
import { visitor } from './en/visitor.ts'
import { voice } from './en/voice.ts'
import type { ru } from './ru.ts'

/** All English words, by feature. */
export const en = {
  apiKeys,
  appearance,
  errors,
  layout,
  login,
  pages,
  ui,
  about,
  backup,
  business,
  chat,
  dashboard,
  faq,
  join,
  keys,
  leads,
  models,
  palette,
  people,
  settings,
  setup,
  visitor,
  voice,
} satisfies CatalogueShape<typeof ru>
