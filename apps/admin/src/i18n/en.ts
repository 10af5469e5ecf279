import type { CatalogueShape } from './catalogue-shape.ts'
import { appearance } from './en/appearance.ts'
import { errors } from './en/errors.ts'
import { layout } from './en/layout.ts'
import { login } from './en/login.ts'
import { pages } from './en/pages.ts'
import { ui } from './en/ui.ts'
import type { ru } from './ru.ts'

/** All English words, by feature. */
export const en = { appearance, errors, layout, login, pages, ui } satisfies CatalogueShape<typeof ru>
