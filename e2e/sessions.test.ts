import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, openPanel } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'
import { logIn } from './support/views.ts'

describeInBrowser('sessions in the browser', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page

  // A name of the local network: unlike localhost it is no secure context, as on a phone that opens the machine's address.
  beforeAllInPanel(
    (stage) => {
      ;({ server, page, browser } = stage)
    },
    { browserArguments: ['--host-resolver-rules=MAP secretary.test 127.0.0.1'] },
  )

  it('shares the login and the logout of one tab with the other, and each goes back to its page', async () => {
    const second = await page.context().newPage()
    await page.goto(`${server.url}/panel/settings?section=hours`)
    await second.goto(`${server.url}/panel/faq/new`)
    await second.getByLabel('Вопрос', { exact: true }).waitFor()
    await page.getByRole('button', { name: /Анна/ }).click()
    await page.getByRole('menuitem', { name: 'Выйти' }).click()
    await page.waitForURL(/\/login$/)
    await second.waitForURL(/\/login\?returnTo=/)
    await logIn(page, server)
    await second.waitForURL(/\/panel\/faq\/new$/)
    await second.getByLabel('Вопрос', { exact: true }).waitFor()
    await second.close()
  })

  it('leads to the login where a session was ended elsewhere', async () => {
    const other = await openPanel(browser, server)
    await other.page.goto(`${server.url}/panel/faq`)
    await other.page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    const { items } = (await server.call('GET', '/admin/auth/sessions')) as {
      items: { id: string; isCurrent: boolean }[]
    }
    for (const { id, isCurrent } of items) if (!isCurrent) await server.call('DELETE', `/admin/auth/sessions/${id}`)
    await other.page.getByRole('link', { name: 'Настройки' }).click()
    await other.page.waitForURL(/\/login/)
    expect(await other.page.getByLabel('Пароль', { exact: true }).inputValue()).toBe('')
    await other.close()
  })

  it('works at a plain address of the local network, where browsers hold much back', async () => {
    const url = server.url.replace(/\/\/[^:/]+/, '//secretary.test')
    const phone = await openPanel(browser, { url, account: server.account }, { viewport: { width: 360, height: 740 } })
    expect(await phone.page.evaluate('isSecureContext')).toBe(false)
    await phone.page.goto(`${url}/panel/chat/${server.conversationId}`)
    await ask(phone.page, 'Когда вы работаете?')
    await phone.page
      .getByText(/9:00–18:00/)
      .first()
      .waitFor()
    await phone.page.getByRole('button', { name: 'Скопировать' }).last().click()
    await phone.page.getByText('Скопировано').first().waitFor()
    await phone.close()
  })
})
