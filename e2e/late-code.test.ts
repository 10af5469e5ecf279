import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousFindings } from './support/check-page.ts'
import { holdAnswer } from './support/hold-answer.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

/** Menus, dialogs, messages and tooltips: fetched behind the first view. */
const ABOVE = /\/panel\/assets\/above-[^/]+\.js$/
const PAGE_ITSELF = /\/panel\/assets\/vendor-[^/]+\.js$/

describeInBrowser('code that comes late', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page
  const languages = (of = page) => of.getByRole('button', { name: 'Язык', exact: true })
  const choices = (of = page) => of.getByRole('menuitemradio')
  const focused = () => page.locator(':focus')
  const openHeld = async () => {
    const above = await holdAnswer(page, 'GET', ABOVE)
    await page.goto(`${server.url}/panel/dashboard`)
    await languages().waitFor()
    await above.asked
    return above
  }

  beforeAllInPanel((stage) => {
    ;({ server, browser, page } = stage)
  })

  it.each([
    ['ru-RU', 'Загрузка…'],
    ['en-GB', 'Loading…'],
  ])(
    'is waited for with a word in the language of the browser, and with what it will ask: %s',
    async (locale, word) => {
      const context = await browser.newContext({ locale, serviceWorkers: 'block' })
      const stranger = await context.newPage()
      const asked: string[] = []
      stranger.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
      const questions = () => asked.filter((question) => question.includes('/admin/')).sort()
      const code = await holdAnswer(stranger, 'GET', PAGE_ITSELF)
      await stranger.goto(`${server.url}/panel/login`, { waitUntil: 'commit' })
      await code.asked
      const status = stranger.getByRole('status')
      await expect.poll(() => status.innerText()).toBe(word)
      expect(await seriousFindings(stranger)).toEqual([])
      // The server says meanwhile who is here, and is not asked again.
      const early = ['GET /admin/setup', 'POST /admin/auth/refresh']
      await expect.poll(questions).toEqual(early)
      code.release()
      await stranger.locator('input[type=password]').waitFor()
      expect(await status.filter({ hasText: word }).count()).toBe(0)
      expect(questions()).toEqual(early)
      await context.close()
    },
  )

  it('opens the menu that was pressed meanwhile, and not one that was closed again', async () => {
    const above = await openHeld()
    const isExpanded = () => languages().getAttribute('aria-expanded')
    await languages().click()
    expect(await isExpanded()).toBe('true')
    await languages().click()
    expect(await isExpanded()).toBe('false')
    await page.keyboard.press('ArrowDown')
    expect(await isExpanded()).toBe('true')
    await page.keyboard.press('Escape')
    expect(await isExpanded()).toBe('false')
    await page.keyboard.press('Enter')
    expect(await choices().count()).toBe(0)
    above.release()
    await choices().first().waitFor()
    await page.locator('[role=menu]:focus, [role=menu] :focus').waitFor()
    await page.keyboard.press('Escape')
    await choices().first().waitFor({ state: 'detached' })
    await expect.poll(() => focused().getAttribute('aria-label')).toBe('Язык')
    // By the button itself, and by a press elsewhere, which keeps the focus it took.
    await languages().click()
    await choices().first().waitFor()
    await languages().click()
    await choices().first().waitFor({ state: 'detached' })
    await languages().click()
    await choices().first().waitFor()
    await page.getByRole('main').click({ position: { x: 5, y: 5 } })
    await choices().first().waitFor({ state: 'detached' })
    expect(await isExpanded()).toBe('false')
    await page.unrouteAll()
  })

  it('asks again for a menu that could not be had, and tells', async () => {
    await page.route(ABOVE, (route) => route.abort())
    await page.goto(`${server.url}/panel/dashboard`)
    await languages().click()
    await expect.poll(() => languages().getAttribute('aria-expanded')).toBe('false')
    await page.unrouteAll()
    // What was told waits for the part that shows it.
    await page.getByText('Сервер не отвечает').first().waitFor()
    await languages().click()
    await choices().first().waitFor()
    await page.keyboard.press('Escape')
    await choices().first().waitFor({ state: 'detached' })
  })

  it('leaves what is typed into the login where it stands', async () => {
    const context = await browser.newContext({ locale: 'ru-RU', serviceWorkers: 'block' })
    const fresh = await context.newPage()
    const above = await holdAnswer(fresh, 'GET', ABOVE)
    await fresh.goto(`${server.url}/panel/login`)
    await fresh.locator('input[autocomplete=username]:focus').waitFor()
    await above.asked
    await fresh.keyboard.type('Ан')
    above.release()
    await languages(fresh).click()
    await choices(fresh).first().waitFor()
    await fresh.keyboard.press('Escape')
    await choices(fresh).first().waitFor({ state: 'detached' })
    await fresh.locator('input[autocomplete=username]').press('End')
    await fresh.keyboard.type('на')
    expect(await fresh.locator('input[autocomplete=username]').inputValue()).toBe('Анна')
    await context.close()
  })

  it('names a button without words where the pointer rests or the keyboard is, until Esc', async () => {
    await page.goto(`${server.url}/panel/dashboard`)
    const collapse = page.getByRole('button', { name: 'Свернуть меню' })
    const name = page.locator('body > [aria-hidden=true]', { hasText: 'Свернуть меню' })
    await collapse.waitFor()
    await page.getByRole('region', { name: 'Уведомления' }).waitFor({ state: 'attached' })
    await collapse.hover()
    await name.waitFor()
    // It can be pointed at, goes when it is left, and never stands between a press and what it covers.
    const box = await name.boundingBox()
    const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 5]
    await page.mouse.move(x, y)
    expect(await page.evaluate(`document.elementFromPoint(${x}, ${y}).textContent.trim()`)).not.toBe('Свернуть меню')
    expect(await name.isVisible()).toBe(true)
    await page.mouse.move(600, 500)
    await name.waitFor({ state: 'detached' })
    await collapse.hover()
    await name.waitFor()
    await page.keyboard.press('Escape')
    await name.waitFor({ state: 'detached' })
    await page.keyboard.press('Tab')
    await collapse.focus()
    await name.waitFor()
    const [own, button] = [await name.boundingBox(), await collapse.boundingBox()]
    expect(own?.x).toBeGreaterThan((button?.x ?? 0) + (button?.width ?? 0))
    await page.keyboard.press('Tab')
    await name.waitFor({ state: 'detached' })
  })
})
