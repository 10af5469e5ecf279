import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from './support/browser.ts'
import { type SeededServer, startSeededServer } from './support/seeded-server.ts'
import { logIn, open, views } from './support/views.ts'
import { watchPage } from './support/watch-page.ts'

const executable = findChromium()
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const looks = [
  { name: 'phone, dark', width: 360, colorScheme: 'dark' },
  { name: 'desktop, light', width: 1280, colorScheme: 'light' },
] as const

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

describe.skipIf(executable === null)('views', () => {
  let server: SeededServer
  let browser: Browser

  beforeAll(async () => {
    server = await startSeededServer()
    browser = await launchChromium(executable ?? '')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  describe.each(looks)('$name', ({ width, colorScheme }) => {
    let page: Page
    let watched: ReturnType<typeof watchPage>

    beforeAll(async () => {
      // The rules of the panel stay; only axe, which the test brings, is let in past them.
      const context = await browser.newContext({
        locale: 'ru-RU',
        viewport: { width, height: 800 },
        colorScheme,
        bypassCSP: true,
      })
      page = await context.newPage()
      watched = watchPage(page, server.url)
      await logIn(page, server)
    })

    it.each(views)('$name has no serious accessibility finding and nothing to scroll sideways', async (view) => {
      await open(page, server, view)
      // As text: the page has a document, this program has none.
      const overflowPx = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflowPx).toBeLessThanOrEqual(0)
      await page.addScriptTag({ path: axePath })
      const { violations } = await page.evaluate<AxeResult>('axe.run()')
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
    })

    it('asked nobody but its own server', () => {
      expect(watched.foreignRequests).toEqual([])
      expect(watched.complaints).toEqual([])
    })
  })
})
