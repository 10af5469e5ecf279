import { expect, it } from 'vitest'
import { seriousFindings, showTheme, sidewaysOverflow } from './support/check-page.ts'
import { openPanel } from './support/open-panel.ts'
import { beforeAllWithServer, describeInBrowser } from './support/stage.ts'

describeInBrowser('the login page', () => {
  let stage: Parameters<Parameters<typeof beforeAllWithServer>[0]>[0]
  beforeAllWithServer((set) => {
    stage = set
  })

  it.each(['ru-RU', 'en-GB'].flatMap((locale) => [360, 1440].map((width) => ({ locale, width }))))(
    'is right in $locale at $width px, tells what is wrong, and opens by keyboard alone',
    async ({ locale, width }) => {
      const context = await stage.browser.newContext({
        locale,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      })
      context.setDefaultTimeout(20_000)
      const page = await context.newPage()
      await page.goto(`${stage.server.url}/panel/login`)
      await page.locator('input[autocomplete=username]').waitFor()
      const look = async () => {
        for (const theme of ['light', 'dark', 'night-eyes', 'high-contrast']) {
          await showTheme(page, theme)
          expect([theme, await seriousFindings(page)]).toEqual([theme, []])
        }
        expect(await sidewaysOverflow(page)).toEqual([])
      }
      await look()
      await page.locator('input[autocomplete=username]').focus()
      await page.keyboard.type('Ы'.repeat(80))
      await page.locator('input[type=password]').focus()
      await page.keyboard.type('wrong password')
      await page.keyboard.press('Enter')
      await page.locator('[role=alert]').filter({ hasText: /\S/ }).first().waitFor()
      await look()
      const { name, password } = stage.server.account
      await page.locator('input[autocomplete=username]').fill(name)
      await page.locator('input[type=password]').fill(password)
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => !url.pathname.endsWith('/login'))
      await context.close()
    },
  )

  it('greets in the language of the account, also when its answer is there before the words are', async () => {
    const { page, close } = await openPanel(stage.browser, stage.server)
    await stage.server.call('PATCH', '/admin/auth/profile', { language: 'en' })
    const words = Promise.withResolvers<void>()
    await page.route(/\/assets\/ru-/, async (route) => {
      await words.promise
      await route.continue()
    })
    const answered = page.waitForResponse(/\/admin\/auth\/refresh/)
    await page.goto(`${stage.server.url}/panel/dashboard`)
    await (await answered).finished()
    words.resolve()
    await page.getByRole('heading', { name: 'Dashboard', exact: true }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await close()
  })
})
