import type { Page } from 'playwright-core'
import type { SeededServer } from './seeded-server.ts'

export interface View {
  readonly name: string
  path(server: SeededServer): string
}

/** Every page of the panel that has something to show. */
export const views: readonly View[] = [
  { name: 'dashboard', path: () => '/panel/dashboard' },
  { name: 'chat-list', path: () => '/panel/chat' },
  { name: 'chat', path: (server) => `/panel/chat/${server.conversationId}` },
  { name: 'visitor', path: () => '/panel/try' },
  { name: 'leads', path: () => '/panel/leads' },
  { name: 'people', path: () => '/panel/people' },
  { name: 'api-keys', path: () => '/panel/api-keys' },
  { name: 'faq', path: () => '/panel/faq' },
  { name: 'faq-try', path: () => '/panel/faq/try' },
  { name: 'faq-new', path: () => '/panel/faq/new' },
  { name: 'faq-unanswered', path: () => '/panel/faq/unanswered' },
  { name: 'faq-import', path: () => '/panel/faq/import' },
  ...['profile', 'services', 'hours', 'model', 'voice', 'backups', 'appearance', 'account'].map((section) => ({
    name: `settings-${section}`,
    path: () => `/panel/settings?section=${section}`,
  })),
  { name: 'about', path: () => '/panel/about' },
  { name: 'not-found', path: () => '/panel/nowhere' },
]

export async function logIn(page: Page, server: Pick<SeededServer, 'url' | 'account'>): Promise<void> {
  await page.goto(`${server.url}/panel/login`)
  await page.locator('input[autocomplete=username]').fill(server.account.name)
  await page.locator('input[type=password]').fill(server.account.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL((url) => !url.pathname.endsWith('/login'))
}

export async function open(page: Page, server: SeededServer, view: View): Promise<void> {
  await page.goto(server.url + view.path(server))
  await settle(page)
}

/** Until the view is there: what it waits for has come, unless it is meant to wait. */
export async function settle(page: Page, isLoading = false): Promise<void> {
  await page.locator('main *').first().waitFor()
  const busy = page.locator('main [aria-busy=true]').first()
  await busy.waitFor({ state: isLoading ? 'attached' : 'detached' })
}
