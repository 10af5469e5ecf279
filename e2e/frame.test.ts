import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousFindings, sidewaysOverflow } from './support/check-page.ts'
import { openPanel } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('frame of the panel', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page
  const theme = () => page.locator('html').getAttribute('data-theme')
  const focused = () => page.locator(':focus')

  /** The frame is there and nothing of it is broken. */
  const expectFine = async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Сводка' }).waitFor()
    expect(await sidewaysOverflow(page)).toEqual([])
    expect(await seriousFindings(page)).toEqual([])
  }

  beforeAllInPanel(
    (stage) => {
      ;({ server, page, browser } = stage)
    },
    { colorScheme: 'light' },
  )

  it('is worked by keyboard: skip link, dialog that keeps the focus and gives it back on Esc', async () => {
    await page.goto(`${server.url}/panel/settings?section=services`)
    await page.getByRole('button', { name: 'Добавить услугу' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await focused().textContent()).toContain('Перейти к содержанию')
    await page.keyboard.press('Enter')
    expect(await focused().getAttribute('id')).toBe('content')
    const add = page.getByRole('button', { name: 'Добавить услугу' })
    await add.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab')
      expect(await dialog.locator(':focus').count()).toBe(1)
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.locator(':focus', { hasText: 'Добавить услугу' }).waitFor()
  })

  it('follows the look of the device until one is chosen', async () => {
    expect(await theme()).toBe('light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(theme).toBe('dark')
    await page.emulateMedia({ contrast: 'more' })
    await expect.poll(theme).toBe('high-contrast')
    await page.goto(`${server.url}/panel/settings?section=appearance`)
    await page.getByRole('combobox', { name: 'Оформление' }).selectOption({ label: 'Ночное, тёплое' })
    expect(await theme()).toBe('night-eyes')
    await page.reload()
    expect(await theme()).toBe('night-eyes')
  })

  it('remembers a collapsed side bar, and opens a drawer on a phone', async () => {
    await page.getByRole('button', { name: 'Свернуть меню' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Развернуть меню' }).click()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('button', { name: 'Открыть разделы' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Вопросы и ответы' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
  })

  it('asks before unsaved work is lost', async () => {
    await page.goto(`${server.url}/panel/faq/new`)
    await page.getByLabel('Вопрос', { exact: true }).fill('Недописанный вопрос')
    await page.getByRole('button', { name: 'Назад' }).click()
    await page.getByText('Уйти без сохранения?').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByLabel('Вопрос', { exact: true }).inputValue()).toBe('Недописанный вопрос')
  })

  it('stays where a page breaks, says so, and opens the page again', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Не сохранять' }).click()
    // An answer that no server of this version gives.
    await page.route(/\/admin\/dashboard/, (route) => route.fulfill({ json: {} }))
    await page.goto(`${server.url}/panel/dashboard`)
    const alert = page.getByRole('main').getByRole('alert')
    await alert.getByText('Эта страница сломалась').waitFor()
    await expectFine()
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Открыть ещё раз' }).click()
    await page.getByRole('heading', { name: 'Секретарь работает' }).waitFor()
    await alert.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Вопросы и ответы' }).click()
  })

  it('says when the server is out of reach, keeps what is shown, and takes it back by itself', async () => {
    const banner = page.getByText(/Нет связи с сервером/)
    await page.context().setOffline(true)
    await banner.waitFor()
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    await expectFine()
    await page.context().setOffline(false)
    await banner.waitFor({ state: 'detached' })
  })

  it('lets the owner end his other sessions', async () => {
    const other = await openPanel(browser, server)
    await page.goto(`${server.url}/panel/settings?section=account`)
    await page.getByRole('button', { name: 'Завершить' }).first().click()
    await page.getByText('Вход завершён').first().waitFor()
    await other.close()
  })
})
