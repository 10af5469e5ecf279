import { appearance } from './ru/appearance.ts'
import { errors } from './ru/errors.ts'
import { layout } from './ru/layout.ts'
import { login } from './ru/login.ts'
import { pages } from './ru/pages.ts'
import { ui } from './ru/ui.ts'

/** All Russian words, by feature. */
export const ru = { appearance, errors, layout, login, pages, ui }
