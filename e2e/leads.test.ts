import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, openPanel } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('messages of visitors', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page

  beforeAllInPanel((stage) => {
    ;({ server, page, browser } = stage)
  })

  it('say what will be here while nobody has left one', async () => {
    await page.goto(`${server.url}/panel/leads`)
    await page.getByText('Никто не ждёт ответа').waitFor()
    await page.getByRole('link', { name: 'Попробовать в чате' }).waitFor()
  })

  it('appear while the list is open, are read by opening them, done with undo, and found again', async () => {
    const other = (await openPanel(browser, server)).page
    await other.goto(`${server.url}/panel/chat/${server.conversationId}`)
    await ask(other, 'Меня зовут Иван, +7 999 123-45-67')
    const list = page.getByRole('region', { name: 'Список сообщений' })
    const row = list.getByRole('link', { name: /Иван/ })
    await row.getByText('Новое').waitFor()
    await row.getByText('Проба').waitFor()
    await row.click()
    const detail = page.getByRole('region', { name: 'Сообщение клиента' })
    await detail.getByRole('heading', { name: 'Иван' }).waitFor()
    expect(await detail.getByRole('link', { name: '+7 999 123-45-67' }).getAttribute('href')).toBe('tel:+79991234567')
    await detail.getByText('Здравствуйте, Иван! Вы спрашивали: «Сколько весит Луна?». Отвечаю:').waitFor()
    await row.getByText('Новое').waitFor({ state: 'detached' })
    await detail.getByRole('button', { name: 'Готово' }).click()
    await list.getByText('Никто не ждёт ответа').waitFor()
    await page.getByRole('button', { name: 'Отменить' }).click()
    await row.waitFor()
    await list.getByRole('searchbox').fill('луна')
    await row.waitFor()
    await list.getByRole('searchbox').fill('протез')
    await list.getByText('Ничего не нашлось').waitFor()
  })

  it('are saved as a table, of the state that is shown', async () => {
    await page.getByRole('searchbox').first().fill('')
    for (const [item, name] of [
      ['CSV', 'messages.csv'],
      ['Excel', 'messages.xlsx'],
    ] as const) {
      const started = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Скачать' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      const download = await started
      expect(download.suggestedFilename()).toBe(name)
      const bytes = await readFile(await download.path())
      if (item === 'CSV') expect(bytes.toString()).toMatch(/;Иван;'\+7 999 123-45-67;"Сколько весит Луна\?/)
      else expect(bytes.subarray(0, 2).toString()).toBe('PK')
    }
    await page.getByRole('radio', { name: 'Готово' }).click()
    await page.getByText('Здесь будут сообщения, с которыми вы закончили').waitFor()
    expect(await page.getByRole('button', { name: 'Скачать' }).count()).toBe(0)
    await page.getByRole('radio', { name: 'Ждут ответа' }).click()
  })

  it('lead to the conversation they were left in', async () => {
    await page.getByRole('link', { name: 'Показать разговор' }).click()
    await page.waitForURL((url) => url.pathname === `/panel/chat/${server.conversationId}`)
    await page.getByText('Меня зовут Иван').first().waitFor()
  })
})
