import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

const MANY = 10_000

describeInBrowser('tables of questions and answers', () => {
  let server: SeededServer
  let page: Page
  const take = (name: string, text: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  const count = async () => ((await server.call('GET', '/admin/faq/entries?limit=1')) as { total: number }).total

  beforeAllInPanel(async (stage) => {
    ;({ server, page } = stage)
    await page.goto(`${server.url}/panel/faq/import`)
  })

  it('maps columns by hand, shows new and faulty rows, imports the good ones and takes all of it back', async () => {
    const before = await count()
    await take(
      'прайс.csv',
      'Заметка;Текст;Тема\nа;Стоим у ворот.;Где машина?\nб;;Без ответа\nв;По будням.;Когда забрать?\n',
    )
    await page.getByRole('switch', { name: 'Первая строка — заголовки' }).click()
    await page.getByRole('combobox', { name: 'Заметка' }).selectOption({ label: 'Не брать' })
    await page.getByRole('combobox', { name: 'Текст' }).selectOption({ label: 'Ответ' })
    await page.getByRole('combobox', { name: 'Тема' }).selectOption({ label: 'Вопрос' })
    await page.getByRole('cell', { name: 'Стоим у ворот.' }).waitFor()
    await page.getByRole('radio', { name: 'С ошибкой 1' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Строка 3' }).getByText('Ответ: пусто').waitFor()
    await page.getByRole('button', { name: 'Применить 2 строки' }).click()
    await page.getByText('Добавлено 2, изменено 0').first().waitFor()
    expect(await count()).toBe(before + 2)
    await page.getByRole('listitem').filter({ hasText: 'прайс.csv' }).getByRole('button', { name: 'Отменить' }).click()
    await page.getByText('отменён', { exact: true }).waitFor()
    expect(await count()).toBe(before)
  })

  it('takes two pasted columns', async () => {
    await page.getByLabel('Или вставьте две колонки').fill('Можно с собакой?\tКонечно.\nЕсть ли лифт?\tДа.')
    await page.getByRole('button', { name: 'Дальше' }).click()
    await page.getByRole('button', { name: 'Применить 2 строки' }).click()
    await page.getByText('Добавлено 2, изменено 0').last().waitFor()
  })

  it('hands out a template that it can read, and everything there is', async () => {
    const save = async (menu: string) => {
      const started = page.waitForEvent('download')
      await page.getByRole('button', { name: menu }).click()
      await page.getByRole('menuitem', { name: 'CSV' }).click()
      return readFile(await (await started).path(), 'utf8')
    }
    const template = await save('Образец')
    expect(await save('Скачать всё')).toContain('Можно с собакой?')
    await take('template.csv', template)
    await page.getByRole('radio', { name: /^Новые [1-9]/ }).waitFor()
    await page.getByRole('button', { name: 'Отмена' }).click()
  })

  it('keeps ten thousand rows light: only those in view exist', async () => {
    const rows = Array.from({ length: MANY }, (_, index) => `Вопрос номер ${index}?,Ответ ${index}`)
    await take('много.csv', `question,answer\n${rows.join('\n')}`)
    await page.getByRole('button', { name: /Применить 10\D?000 строк/ }).click()
    await page
      .getByText(/Добавлено 10\D?000/)
      .first()
      .waitFor()
    await page.goto(`${server.url}/panel/faq`)
    const list = page.getByRole('region', { name: 'Список вопросов' })
    await list.getByText(/10\D?0\d\d вопрос/).waitFor()
    await list.getByRole('listitem').first().hover()
    // Each look scrolls to what is the end by now; every few rows the next page comes.
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 100_000)
          return Number(await list.getByRole('listitem').last().getAttribute('aria-posinset'))
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(300)
    expect(await list.getByRole('listitem').count()).toBeLessThan(60)
  })
})
