import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('a key for a program', () => {
  let server: SeededServer
  let page: Page
  let key = ''
  const listModels = () => fetch(`${server.url}/v1/models`, { headers: { 'x-api-key': key } })

  beforeAllInPanel((stage) => {
    ;({ server, page } = stage)
  })

  it('is made in one dialog, which names what is missing', async () => {
    await page.goto(`${server.url}/panel/`)
    await page.getByRole('link', { name: 'API-ключи' }).click()
    await page.getByText('Здесь будут ключи для программ').waitFor()
    await page.getByRole('button', { name: 'Новый ключ' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Только выбранное' }).click()
    await dialog.getByRole('button', { name: 'Создать ключ' }).click()
    await dialog.getByText('Назовите ключ').waitFor()
    await dialog.getByText('Выберите хотя бы одно').waitFor()
    await dialog.getByLabel('Название').fill('Сайт клиники')
    await dialog.getByRole('checkbox', { name: 'Список моделей' }).click()
    await dialog.getByRole('checkbox', { name: 'Ответы' }).click()
    await dialog.getByLabel('Сайты').fill('Clinic.example/booking')
    await dialog.getByRole('button', { name: 'Создать ключ' }).click()
    await dialog.getByText('второй раз его здесь не покажут').waitFor()
    key = (await dialog.locator('code').first().textContent()) ?? ''
    expect(key).toMatch(/^sk-sec-[\w-]{43}$/)
  })

  it('is shown once, with calls that are ready to run', async () => {
    const dialog = page.getByRole('dialog')
    const example = dialog.locator('pre')
    for (const name of ['curl', 'JavaScript', 'Python']) {
      await dialog.getByRole('radio', { name }).click()
      expect(await example.textContent()).toContain(`${server.url}/v1`)
      expect(await example.textContent()).toContain(key)
    }
    await dialog.getByRole('button', { name: 'Готово, я сохранил ключ' }).click()
    await page.getByRole('row', { name: /Сайт клиники/ }).waitFor()
    // The button that began it went with the empty list.
    await page.locator('main:focus').waitFor()
    expect(await page.content()).not.toContain(key)
    await page.reload()
    await page.getByRole('row', { name: /Сайт клиники/ }).waitFor()
    expect(await page.content()).not.toContain(key)
  })

  it('opens what it was made for, and the list says when', async () => {
    const row = page.getByRole('row', { name: /Сайт клиники/ })
    await row.getByText('ещё не было').waitFor()
    expect((await listModels()).status).toBe(200)
    await page.reload()
    await row.getByText('сейчас').waitFor()
  })

  it('can be changed: name, what it may do, last day', async () => {
    await page.getByRole('button', { name: 'Действия: Сайт клиники' }).click()
    await page.getByRole('menuitem', { name: 'Изменить' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('https://clinic.example', { exact: true }).waitFor()
    await dialog.getByLabel('Название').fill('Новый сайт')
    await dialog.getByRole('checkbox', { name: 'Список моделей' }).click()
    await dialog.getByLabel('Последний день').fill('2020-01-01')
    await dialog.getByRole('button', { name: 'Сохранить' }).click()
    await dialog.getByText('Этот день уже прошёл').waitFor()
    await dialog.getByLabel('Последний день').fill('2099-12-31')
    await dialog.getByRole('button', { name: 'Сохранить' }).click()
    await page
      .getByRole('row', { name: /Новый сайт/ })
      .getByText('31 декабря 2099')
      .waitFor()
    expect((await listModels()).status).toBe(403)
  })

  it('is revoked after a question, at once', async () => {
    await page.getByRole('button', { name: 'Действия: Новый сайт' }).click()
    await page.getByRole('menuitem', { name: 'Отозвать' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Отозвать' }).click()
    await page.getByText('Здесь будут ключи для программ').waitFor()
    expect((await listModels()).status).toBe(401)
  })

  it('has a description of everything it can call beside it', async () => {
    const opened = page.waitForEvent('popup')
    await page.getByRole('link', { name: 'Описание API' }).click()
    const docs = await opened
    await docs.getByRole('heading', { name: 'Secretary API' }).waitFor()
    await docs.close()
  })
})
