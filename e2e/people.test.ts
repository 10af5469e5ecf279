import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('a second person', () => {
  let server: SeededServer
  let browser: Browser
  let owner: Page
  let colleague: Page
  let link = ''

  beforeAllInPanel((stage) => {
    ;({ server, page: owner, browser } = stage)
  })

  it('is invited by a link that is shown once', async () => {
    await owner.goto(`${server.url}/panel/people`)
    await owner.getByText('Пока вы здесь одни').waitFor()
    await owner.getByRole('button', { name: 'Пригласить' }).click()
    const dialog = owner.getByRole('dialog')
    await dialog.getByLabel('Для кого').fill('Ольга, регистратура')
    await dialog.getByRole('button', { name: 'Получить ссылку' }).click()
    link = (await dialog.locator('code').textContent()) ?? ''
    expect(link).toMatch(/^http:\/\/.+\/panel\/join#token=[\w-]{43}$/)
    await dialog.getByRole('button', { name: 'Закрыть' }).last().click()
    await owner.getByText('Ольга, регистратура').waitFor()
    expect(await owner.content()).not.toContain(link.split('=')[1])
  })

  it('chooses a name and a password and works at once, with what the role allows', async () => {
    const context = await browser.newContext({ locale: 'ru-RU' })
    context.setDefaultTimeout(20_000)
    colleague = await context.newPage()
    await colleague.goto(link)
    await colleague.getByText('Приглашает Анна').waitFor()
    await colleague.getByRole('button', { name: 'Создать вход' }).click()
    await colleague.getByText('Введите имя').waitFor()
    await colleague.locator('input[autocomplete=username]').fill('Ольга')
    await colleague.locator('input[type=password]').fill('очень надёжный пароль')
    await colleague.getByRole('button', { name: 'Создать вход' }).click()
    await colleague.waitForURL((url) => !url.pathname.endsWith('/join') && url.hash === '')
    await colleague.getByRole('link', { name: 'Вопросы и ответы' }).waitFor()
    expect(await colleague.getByRole('link', { name: 'Люди' }).count()).toBe(0)
    await owner.getByRole('row', { name: /Ольга/ }).getByText('Оператор').waitFor()
  })

  it('is told plainly that the link was used', async () => {
    const other = await browser.newPage({ locale: 'ru-RU' })
    await other.goto(link)
    await other.getByText('Приглашение больше не действует').waitFor()
    await other.goto(`${server.url}/panel/join`)
    await other.reload()
    await other.getByText('Приглашение больше не действует').waitFor()
    await other.close()
  })

  it('is disabled, which closes the panel in front of him, with undo', async () => {
    await owner.getByRole('button', { name: 'Действия: Ольга' }).click()
    await owner.getByRole('menuitem', { name: 'Отключить' }).click()
    await owner.getByRole('row', { name: /Ольга/ }).getByText('Отключён').waitFor()
    await colleague.waitForURL((url) => url.pathname.endsWith('/login'))
    await owner.getByRole('button', { name: 'Отменить' }).click()
    await owner.getByRole('row', { name: /Ольга/ }).getByText('Отключён').waitFor({ state: 'detached' })
  })

  it('can not be left without an administrator', async () => {
    await owner.getByRole('button', { name: 'Действия: Анна' }).click()
    await owner.getByRole('menuitem', { name: 'Сделать: Оператор' }).click()
    await owner.getByRole('alertdialog').getByRole('button', { name: 'Снять права' }).click()
    await owner.getByText('Это последний администратор', { exact: true }).waitFor()
  })
})
