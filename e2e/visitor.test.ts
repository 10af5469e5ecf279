import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('trying as a visitor', () => {
  let server: SeededServer
  let page: Page

  beforeAllInPanel((stage) => {
    ;({ server, page } = stage)
  })

  it('shows the answer and nothing of what stands behind it', async () => {
    await page.goto(`${server.url}/panel/chat`)
    await page.getByRole('button', { name: 'Действия со списком' }).click()
    await page.getByRole('menuitem', { name: 'Попробовать как клиент' }).click()
    await page.waitForURL(/\/panel\/try$/)
    const window = page.getByRole('region', { name: 'Окно клиента' })
    await window.getByRole('heading', { name: 'Клиника «Улыбка»' }).waitFor()
    await ask(page, 'Где вы находитесь?')
    await window.getByText('ул. Ленина, 5').waitFor()
    expect(await window.getByText(/ответ из вопросов/).count()).toBe(0)
    await ask(page, 'Сколько весит Луна?')
    await window.getByText(/Оставьте имя/).waitFor()
    await page.getByRole('link', { name: 'Посмотреть изнутри' }).click()
    await page.getByText(/ответ из вопросов и ответов/).waitFor()
  })

  it('is a test, and all tests are cleared at once, with undo', async () => {
    await page.goto(`${server.url}/panel/chat`)
    const list = page.getByRole('region', { name: 'Список разговоров' })
    await list.getByText('Проба').first().waitFor()
    const before = await list.getByRole('listitem').count()
    await page.getByRole('button', { name: 'Действия со списком' }).click()
    await page.getByRole('menuitem', { name: 'Удалить мои пробы' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click()
    await list.getByText('Разговоров пока нет').waitFor()
    await page.getByRole('button', { name: 'Отменить' }).click()
    await expect.poll(() => list.getByRole('listitem').count()).toBe(before)
  })
})
