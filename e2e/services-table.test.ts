import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('a price list', () => {
  let server: SeededServer
  let page: Page
  const names = async () =>
    ((await server.call('GET', '/admin/business/services')) as { items: { name: string }[] }).items.map(
      ({ name }) => name,
    )

  beforeAllInPanel(async (stage) => {
    ;({ server, page } = stage)
    await page.goto(`${server.url}/panel/settings?section=services`)
  })

  it('is mapped by hand, shown row by row, imported without its faulty row and taken back', async () => {
    const before = await names()
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`)
    })
    await page.getByRole('button', { name: 'Загрузить из файла' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'прайс.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Что делаем;Сколько\nПолировка фар;от 1 500 ₽\nТонировка;дорого\nМойка кузова;800 руб.\n'),
    })
    await dialog.getByRole('switch', { name: 'Первая строка — заголовки' }).click()
    await dialog.getByRole('combobox', { name: 'Что делаем' }).selectOption({ label: 'Услуга' })
    await dialog.getByRole('combobox', { name: 'Сколько' }).selectOption({ label: 'Цена' })
    await dialog
      .getByRole('listitem')
      .filter({ hasText: 'Строка 2' })
      .getByText(/от 1\s500/)
      .waitFor()
    await dialog.getByRole('radio', { name: 'С ошибкой 1' }).click()
    await dialog.getByText('Цена: не понять, какая это цена — «дорого»').waitFor()
    await dialog.getByRole('button', { name: 'Загрузить 2 услуги' }).click()
    await page.getByText('Добавлено услуг: 2, изменено: 0').first().waitFor()
    expect(await names()).toEqual([...before, 'Полировка фар', 'Мойка кузова'])
    await page.getByRole('button', { name: 'Отменить' }).click()
    await expect.poll(names).toEqual(before)
    // What was uploaded is used up, and is not asked for again.
    expect(refused).toEqual([])
  })

  it('knows how many decimals a currency has', async () => {
    await server.call('POST', '/admin/business/services', {
      name: 'Чайная церемония',
      priceMinor: 500,
      currency: 'JPY',
    })
    await page.goto(`${server.url}/panel/settings?section=services`)
    const row = page.getByRole('row').filter({ hasText: 'Чайная церемония' })
    await row.getByText(/500\s¥/).waitFor()
    await row.getByRole('button').first().click()
    const price = page.getByRole('dialog').getByLabel(/^Цена/)
    expect(await price.inputValue()).toBe('500')
    await price.fill('700,5')
    await price.blur()
    await page.getByText('У этой валюты нет копеек').waitFor()
    await price.fill('750')
    await price.blur()
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click()
    await row.getByText(/750\s¥/).waitFor()
    const { items } = (await server.call('GET', '/admin/business/services')) as { items: { priceMinor: number }[] }
    expect(items.at(-1)?.priceMinor).toBe(750)
  })

  it('has a template to download', async () => {
    await page.getByRole('button', { name: 'Загрузить из файла' }).click()
    const started = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Образец CSV' }).click()
    const download = await started
    expect(download.suggestedFilename()).toBe('services-template.csv')
    expect((await readFile(await download.path())).toString()).toContain('Услуга;Цена;Ед.;Длительность')
  })
})
