import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousFindings, sidewaysOverflow } from './support/check-page.ts'
import { openPanel } from './support/open-panel.ts'
import { runCli } from './support/run-cli.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

const password = 'пароль-для-проверки'

describeInBrowser('command palette and keys', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page
  const field = () => page.getByRole('dialog').getByRole('combobox')
  const chosen = () => page.getByRole('option', { selected: true })
  const open = async () => {
    // The one before may still be closing: the key would only close it again.
    await field().waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    await field().waitFor()
  }
  const search = async (text: string) => {
    await open()
    await page.keyboard.type(text)
  }

  beforeAllInPanel((stage) => {
    ;({ server, page, browser } = stage)
  })

  it('opens anywhere by keyboard, finds a section in spite of the wrong layout, and goes there', async () => {
    await page.goto(`${server.url}/panel/faq`)
    await page.getByLabel('Поиск по вопросам').focus()
    await search('yfcnhjqrb')
    await chosen().getByText('Настройки', { exact: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/panel\/settings/)
    await field().waitFor({ state: 'detached' })
    await search('working hours')
    await chosen().getByText('Настройки: Часы работы').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/section=hours/)
  })

  it('gives the focus back on Esc, and closes by its own key', async () => {
    await page.goto(`${server.url}/panel/faq`)
    const add = page.getByRole('link', { name: 'Добавить вопрос' })
    await add.focus()
    await open()
    await page.keyboard.press('Escape')
    await field().waitFor({ state: 'detached' })
    await page.locator(':focus', { hasText: 'Добавить вопрос' }).waitFor()
    await open()
    await page.keyboard.press('Control+k')
    await field().waitFor({ state: 'detached' })
  })

  it('finds conversations and questions on the server, and says when there is nothing', async () => {
    await search('рассрочк')
    await page.getByRole('option', { name: 'Есть ли рассрочка?' }).waitFor()
    await page.keyboard.press('Enter')
    await page
      .getByRole('heading', { name: /рассрочка/ })
      .or(page.getByLabel('Вопрос', { exact: true }))
      .first()
      .waitFor()
    await search('Где вы')
    await page.getByRole('group', { name: 'Разговоры' }).getByRole('option').first().click()
    await page.waitForURL(`**/panel/chat/${server.conversationId}`)
    await search('ничегоподобногонет')
    await page.getByText('Ничего не нашлось').waitFor()
    await page.keyboard.press('Escape')
  })

  it('keeps what is typed while the page behind it arrives', async () => {
    const arrives = Promise.withResolvers<void>()
    await page.route(`**/admin/chat/sessions/${server.conversationId}*`, async (route) => {
      await arrives.promise
      await route.continue()
    })
    await page.goto(`${server.url}/panel/chat/${server.conversationId}`)
    await page.getByRole('button', { name: 'Найти или сделать' }).waitFor()
    await search('настр')
    arrives.resolve()
    await page.getByRole('textbox', { name: 'Сообщение', includeHidden: true }).waitFor()
    await page.keyboard.type('ойки')
    expect(await field().inputValue()).toBe('настройки')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.keyboard.press('Escape')
  })

  it('has what was typed before it came, also letters that are keys of the page', async () => {
    await page.goto(`${server.url}/panel/faq`)
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    const arrival = Promise.withResolvers<void>()
    const asked = page.waitForRequest(/CommandPalette/)
    await page.route(/CommandPalette/, async (route) => {
      await arrival.promise
      await route.continue()
    })
    await page.getByRole('link', { name: 'Добавить вопрос' }).focus()
    await page.keyboard.press('Control+k')
    await asked
    await page.keyboard.type('n/j?k')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Backspace')
    arrival.resolve()
    await expect.poll(() => field().inputValue()).toBe('n/j?')
    await page.keyboard.type('!')
    expect(await field().inputValue()).toBe('n/j?!')
    expect(new URL(page.url()).pathname).toBe('/panel/faq')
    await page.keyboard.press('Escape')
    await field().waitFor({ state: 'detached' })
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  it('drops a question that a newer one has overtaken, and offers another try after a failure', async () => {
    const lost: string[] = []
    page.on('requestfailed', (request) => lost.push(decodeURIComponent(request.url())))
    const release = Promise.withResolvers<void>()
    await page.route(/faq\/entries\?.*search=/, async (route) => {
      const text = decodeURIComponent(route.request().url())
      if (text.includes('search=медленно')) await release.promise
      else if (text.includes('search=сбой')) return route.fulfill({ status: 500, body: '{}' })
      await route.continue().catch(() => undefined)
    })
    const asked = page.waitForRequest((request) => decodeURIComponent(request.url()).includes('search=медленно'))
    await search('медленно')
    await asked
    await page.getByText('Ищем в разговорах и вопросах').waitFor()
    await field().fill('сбой')
    await page.getByText('сервер не ответил').waitFor()
    expect(lost.some((url) => url.includes('search=медленно'))).toBe(true)
    release.resolve()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByRole('button', { name: 'Попробовать ещё раз' }).click()
    await page.getByText('Ничего не нашлось').waitFor()
    await page.keyboard.press('Escape')
  })

  it('does things, and puts them first the next time', async () => {
    await search('тема тём')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await search('сегодня закр')
    await page.keyboard.press('Enter')
    await page.getByText('Сегодня закрыто: посетители узнают об этом сразу', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Отменить' }).click()
    await search('новый разговор')
    await page.keyboard.press('Enter')
    await page.waitForURL(
      (url) => /\/panel\/chat\/.+/.test(url.pathname) && !url.pathname.endsWith(server.conversationId),
    )
    await open()
    const recent = page.getByRole('group', { name: 'Недавнее' }).getByRole('option')
    expect((await recent.allTextContents()).slice(0, 2)).toEqual(['Новый разговор', 'Сегодня закрыто'])
    expect(await seriousFindings(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await sidewaysOverflow(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.keyboard.press('Escape')
    await search('пригласить')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Для кого').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('goes through lists with j, k and Enter, searches with / and adds with n', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${server.url}/panel/faq`)
    const rows = page.getByRole('region', { name: 'Список вопросов' }).getByRole('listitem').getByRole('link')
    await rows.first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    const href = await page.locator(':focus').getAttribute('href')
    expect(href).toBe(await rows.nth(1).getAttribute('href'))
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${href}`)
    await page.keyboard.press('/')
    await page.keyboard.type('jkn?')
    expect(await page.locator(':focus').inputValue()).toBe('jkn?')
    await page.keyboard.press('Escape')
    await page.locator('main').focus()
    await page.keyboard.press('n')
    await page.waitForURL('**/panel/faq/new')
  })

  it('lists the keys of the page and those everywhere, and no others', async () => {
    await page.goto(`${server.url}/panel/faq`)
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    await page.getByRole('region', { name: 'Список вопросов' }).getByRole('listitem').first().waitFor()
    await page.locator('main').focus()
    await page.keyboard.press('Shift+?')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('На этой странице').waitFor()
    expect((await dialog.locator('dd').allTextContents()).map((keys) => keys.trim())).toEqual(
      expect.arrayContaining(['J', 'K', 'Enter', '/', 'N', 'CtrlK', '?']),
    )
    await page.keyboard.press('n')
    expect(page.url()).toMatch(/\/panel\/faq$/)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.goto(`${server.url}/panel/about`)
    await page.getByText('Apache-2.0').waitFor()
    await page.keyboard.press('Shift+?')
    await dialog.getByText('Везде').waitFor()
    expect(await dialog.getByText('На этой странице').count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('offers a guest only what a guest may do, and logs out', async () => {
    const create = ['user', 'create', 'guest', '--role', 'guest', '--password-env', 'NEW_PASSWORD']
    await runCli(server.dataDir, create, { NEW_PASSWORD: password })
    const guest = await openPanel(browser, server, { account: { name: 'guest', password } })
    const asked: string[] = []
    guest.page.on('request', (request) => asked.push(request.url()))
    await guest.page.getByRole('button', { name: 'Найти или сделать' }).click()
    await guest.page.getByRole('option', { name: 'Выйти' }).waitFor()
    const titles = await guest.page.getByRole('option').allTextContents()
    for (const closed of [
      'Новый разговор',
      'Добавить вопрос',
      'Пригласить',
      'Сегодня закрыто',
      'Люди',
      'Настройки: Копии',
    ])
      expect(titles.map((title) => title.trim())).not.toContain(closed)
    expect(asked.filter((url) => url.includes('/admin/chat/'))).toEqual([])
    await guest.page.getByRole('combobox').fill('выйти')
    await guest.page.keyboard.press('Enter')
    await guest.page.waitForURL('**/panel/login')
    await guest.close()
  })
})
