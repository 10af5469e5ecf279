import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import { openPanel } from './support/open-panel.ts'
import { runCli } from './support/run-cli.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllWithServer, describeInBrowser } from './support/stage.ts'

const password = 'пароль-для-проверки'

describeInBrowser('roles in the panel', () => {
  let server: SeededServer
  let browser: Browser

  beforeAllWithServer(async (stage) => {
    ;({ browser, server } = stage)
    for (const role of ['guest', 'user'])
      await runCli(server.dataDir, ['user', 'create', role, '--role', role, '--password-env', 'NEW_PASSWORD'], {
        NEW_PASSWORD: password,
      })
  })

  it('shows a guest questions and answers to read, and no conversations', async () => {
    const { page, close } = await openPanel(browser, server, { account: { name: 'guest', password } })
    const menu = page.getByRole('navigation', { name: 'Разделы' })
    await menu.getByRole('link', { name: 'Вопросы и ответы' }).waitFor()
    expect(await menu.getByRole('link').allTextContents()).toEqual(['Вопросы и ответы', 'Настройки', 'О программе'])
    await page.getByText('Есть ли рассрочка?').click()
    await page.getByText('Можно в рассрочку?').waitFor()
    expect(await page.getByRole('button', { name: /Сохранить|Удалить/ }).count()).toBe(0)
    expect(await page.getByRole('link', { name: 'Добавить вопрос' }).count()).toBe(0)
    await page.goto(`${server.url}/panel/chat/${server.conversationId}`)
    await page.getByText('Этот раздел закрыт для вашей роли').waitFor()
    await page.goto(`${server.url}/panel/settings`)
    await page.getByRole('tab', { name: 'Вид' }).waitFor()
    const tabs = await page.getByRole('tab').allTextContents()
    expect(tabs.map((tab) => tab.trim())).toEqual(['Услуги', 'Голос', 'Вид', 'Мой вход'])
    expect(await page.getByRole('button', { name: 'Добавить услугу' }).count()).toBe(0)
    await close()
  })

  it('lets an operator talk and teach, and keeps models and the profile from him', async () => {
    const { page, close } = await openPanel(browser, server, { account: { name: 'user', password } })
    await page.getByRole('link', { name: 'Разговоры' }).waitFor()
    await page.goto(`${server.url}/panel/faq`)
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    await page.goto(`${server.url}/panel/settings?section=model`)
    await page.getByText('Этот раздел закрыт для вашей роли').waitFor()
    await page.getByRole('link', { name: 'Настройки' }).click()
    await page.getByRole('tab', { name: 'Вид' }).waitFor()
    expect(await page.getByRole('tab', { name: 'Модель' }).count()).toBe(0)
    await close()
  })
})
