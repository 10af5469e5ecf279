import { about } from './ru/about.ts'
import { apiKeys } from './ru/api-keys.ts'
import { appearance } from './ru/appearance.ts'
import { backup } from './ru/backup.ts'
import { business } from './ru/business.ts'
import { chat } from './ru/chat.ts'
import { dashboard } from './ru/dashboard.ts'
import { errors } from './ru/errors.ts'
import { faq } from './ru/faq.ts'
import { join } from './ru/join.ts'
import { keys } from './ru/keys.ts'
import { layout } from './ru/layout.ts'
import { leads } from './ru/leads.ts'
import { login } from './ru/login.ts'
import { models } from './ru/models.ts'
import { pages } from './ru/pages.ts'
import { palette } from './ru/palette.ts'
import { people } from './ru/people.ts'
import { settings } from './ru/settings.ts'
import { setup } from './ru/setup.ts'
import { ui } from './ru/ui.ts'
import { visitor } from './ru/visitor.ts'
import { voice } from './ru/voice.ts'

/** All Russian words, by feature. */
export const ru = {
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
}
