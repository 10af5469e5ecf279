import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from './support/browser.ts'
import { seriousFindings, showTheme, sidewaysOverflow } from './support/check-page.ts'
import { openPanel } from './support/open-panel.ts'
import { type SeededServer, startSeededServer } from './support/seeded-server.ts'
import { answerStates, stateViews } from './support/view-states.ts'
import { open, settle, views } from './support/views.ts'
import { watchPage } from './support/watch-page.ts'

const executable = findChromium()
/** The last is the one that axe looks at. */
const widthsPx = { ru: [360, 768, 1440], en: [1440, 768, 360] }
const themes = { ru: ['light', 'night-eyes'], en: ['dark', 'high-contrast'] }

describe.skipIf(executable === null)('views', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium(executable ?? '')
  })
  afterAll(() => browser?.close())

  describe.each(['ru', 'en'] as const)('in %s', (language) => {
    let server: SeededServer
    let page: Page
    let watched: ReturnType<typeof watchPage>

    beforeAll(async () => {
      server = await startSeededServer(language)
      const appearance = JSON.stringify({ theme: 'light', density: 'comfortable', language })
      page = (
        await openPanel(browser, server, {
          // Colours change at once, so that none is measured on its way.
          reducedMotion: 'reduce',
          locale: language === 'ru' ? 'ru-RU' : 'en-GB',
          beforePage: `localStorage.setItem('secretary.appearance', ${JSON.stringify(appearance)})`,
        })
      ).page
      watched = watchPage(page, server.url)
    })
    afterAll(() => server?.close())

    /** Between them the languages see every view in every theme, and axe at both ends of the widths. */
    async function check(shownThemes: readonly string[]): Promise<void> {
      for (const width of widthsPx[language]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await sidewaysOverflow(page), `${width} px`).toEqual([])
      }
      for (const theme of shownThemes) {
        await showTheme(page, theme)
        expect(await seriousFindings(page), theme).toEqual([])
      }
    }

    it.each(views)('$name fits every width, and axe has nothing serious to say', async (view) => {
      await open(page, server, view)
      await check(themes[language])
    })

    describe.each(Object.keys(answerStates) as (keyof typeof answerStates)[])('%s', (state) => {
      it.each(stateViews)('%s', async (path) => {
        const answer = answerStates[state]
        // Unanswered, a request keeps the page loading.
        await page.route(answer.addresses, (route) => answer.fulfil && route.fulfill(answer.fulfil))
        await page.goto(`${server.url}/panel/${path}`)
        await settle(page, state === 'loading')
        await check(themes[language].slice(-1))
        await page.unrouteAll({ behavior: 'ignoreErrors' })
      })
    })

    it('asked nobody but their own server', () => {
      expect(watched.foreignRequests).toEqual([])
      expect(watched.complaints).toEqual([])
    })
  })
})
