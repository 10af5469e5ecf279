import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { SeededServer } from './seeded-server.ts'
import { logIn } from './views.ts'

type Account = SeededServer['account']

interface Panel {
  readonly page: Page
  close(): Promise<void>
}

export type PanelOptions = BrowserContextOptions & { account?: Account; beforePage?: string }

/** A browser of its own with somebody logged in; the owner unless it says otherwise. */
export async function openPanel(
  browser: Browser,
  server: Pick<SeededServer, 'url'> & Partial<Pick<SeededServer, 'account'>>,
  options: PanelOptions = {},
): Promise<Panel> {
  const { account = server.account, beforePage, ...contextOptions } = options
  if (!account) throw new Error('Say who logs in')
  const context = await browser.newContext({
    locale: 'ru-RU',
    // What a test answers in the place of the server must reach the page; the worker has a test of its own.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 800 },
    ...contextOptions,
  })
  context.setDefaultTimeout(20_000)
  if (beforePage) await context.addInitScript({ content: beforePage })
  const page = await context.newPage()
  await logIn(page, { url: server.url, account })
  return { page, close: () => context.close() }
}

/** Asks in the open conversation, as a person would. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Сообщение', { exact: true }).fill(question)
  await page.keyboard.press('Enter')
}
