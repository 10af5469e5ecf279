import { mkdirSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { findChromium, launchChromium } from './support/browser.ts'
import { openPanel } from './support/open-panel.ts'
import { type SeededServer, startSeededServer } from './support/seeded-server.ts'
import { answerStates, stateViews } from './support/view-states.ts'
import { open, settle, views } from './support/views.ts'

/**
 * `npm run screenshots [FOLDER]`: every view in the looks a person should see it in, and its empty, failed, loading, forbidden and
 * offline states. `npm run screenshots -- --readme` renews the pictures of the README in `docs/images`.
 */
const isReadme = process.argv.includes('--readme')
const folder = isReadme ? 'docs/images' : (process.argv[2] ?? '.cache/screenshots')
const looks = [
  { width: 1440, theme: 'light' },
  { width: 1440, theme: 'dark' },
  { width: 1440, theme: 'night-eyes' },
  { width: 1440, theme: 'high-contrast' },
  { width: 360, theme: 'light' },
  { width: 360, theme: 'dark' },
] as const

const executable = findChromium()
if (!executable) throw new Error('Chromium is not installed')
mkdirSync(folder, { recursive: true })
const browser = await launchChromium(executable)
if (isReadme) await paintReadme()
else
  for (const language of ['ru', 'en'] as const) {
    const server = await startSeededServer(language)
    for (const look of looks) await paintViews(server, language, look)
    await paintStates(server, language)
    await server.close()
  }
await browser.close()
console.log(`Screenshots are in ${folder}`)

function settings(language: 'ru' | 'en', { width, theme }: { width: number; theme: string }) {
  const appearance = JSON.stringify({ theme, density: 'comfortable', language })
  return {
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    viewport: { width, height: 900 },
    beforePage: `localStorage.setItem('secretary.appearance', ${JSON.stringify(appearance)})`,
  } satisfies BrowserContextOptions & { beforePage: string }
}

async function paintViews(server: SeededServer, language: 'ru' | 'en', look: (typeof looks)[number]): Promise<void> {
  const { page, close } = await openPanel(browser, server, settings(language, look))
  for (const view of views) {
    await open(page, server, view)
    await page.screenshot({ path: `${folder}/${view.name}-${language}-${look.width}-${look.theme}.png` })
  }
  await close()
}

async function paintStates(server: SeededServer, language: 'ru' | 'en'): Promise<void> {
  for (const [state, answer] of Object.entries(answerStates)) {
    const { page, close } = await openPanel(browser, server, settings(language, { width: 1440, theme: 'light' }))
    for (const view of stateViews) {
      // Unanswered, a request keeps the page loading.
      await page.route(answer.addresses, (route) => answer.fulfil && route.fulfill(answer.fulfil))
      await page.goto(`${server.url}/panel/${view}`)
      await settle(page, state === 'loading')
      await page.screenshot({ path: `${folder}/${state}-${view.replace(/\W+/g, '-')}-${language}.png` })
      await page.unrouteAll()
    }
    await close()
  }
  const { page, close } = await openPanel(browser, server, settings(language, { width: 1440, theme: 'light' }))
  await open(page, server, { name: 'chat', path: () => `/panel/chat/${server.conversationId}` })
  await page.context().setOffline(true)
  await page.getByRole('status').filter({ hasText: /\S/ }).first().waitFor()
  await page.screenshot({ path: `${folder}/offline-chat-${language}.png` })
  await close()
}

/** A morning at a dental office: believable, and nobody's. */
async function paintReadme(): Promise<void> {
  const server = await startSeededServer('en', {
    accountName: 'Owner',
    businessName: 'Dental office',
    services: [
      { name: 'Teeth cleaning', priceMinor: 9_000, currency: 'USD' },
      { name: 'Consultation', priceMinor: 5_000, currency: 'USD' },
    ],
    address: '12 Park Street',
    questions: ['Where are you?', 'How much is teeth cleaning?', 'When are you open?', 'I have a terrible toothache'],
  })
  const paint = async (theme: string, name: string, show: (page: Page) => Promise<unknown>) => {
    const look = { ...settings('en', { width: 1280, theme }), viewport: { width: 1280, height: 760 } }
    const { page, close } = await openPanel(browser, server, look)
    await show(page)
    await page.screenshot({ path: `${folder}/${name}.png` })
    await close()
  }
  const showChat = async (page: Page) => {
    await open(page, server, { name: 'chat', path: () => `/panel/chat/${server.conversationId}` })
    await page.getByRole('article').last().waitFor()
  }
  await paint('light', 'panel-chat-light', showChat)
  await paint('dark', 'panel-chat-dark', showChat)
  await paint('light', 'panel-questions-light', async (page) => {
    await open(page, server, { name: 'faq', path: () => '/panel/faq' })
    await page.getByLabel("A customer's phrase").fill('how much is teeth cleaning')
    await page.getByRole('region', { name: 'Try a phrase' }).getByRole('listitem').first().waitFor()
  })
  await server.close()
}
