import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('the dashboard', () => {
  let server: SeededServer
  let page: Page

  const askAsProgram = async (key: string, content: string) => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'secretary', messages: [{ role: 'user', content }] }),
    })
    expect(response.status).toBe(200)
    await response.text()
  }

  beforeAllInPanel((stage) => {
    ;({ server, page } = stage)
  })

  it('is the first page, says that all is well and what would help most', async () => {
    await page.goto(`${server.url}/panel/`)
    await page.getByRole('heading', { name: 'Секретарь работает' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/panel/dashboard')
    await page.getByText('Здесь будет видно, кто и как отвечал').waitFor()
    const steps = page.getByRole('list').filter({ hasText: 'Подключите модель' })
    await steps.getByRole('link').first().click()
    await page.waitForURL(/settings\?section=model/)
  })

  it('says how the backups are, and leads to them', async () => {
    const row = page.getByRole('listitem').filter({ hasText: 'Резервные копии' })
    await page.goto(`${server.url}/panel/dashboard`)
    await row.getByText('ещё не было').waitFor()
    await server.call('POST', '/admin/backup', {})
    await row.getByText('в порядке').waitFor()
    await row.getByText(/последняя: /).waitFor()
    await row.getByRole('link').click()
    await page.waitForURL(/settings\?section=backups/)
  })

  it('counts what visitors were answered, while it is open, and shows it as a table', async () => {
    await page.goto(`${server.url}/panel/dashboard`)
    const { key } = (await server.call('POST', '/admin/api-keys', { name: 'Сайт' })) as { key: string }
    await askAsProgram(key, 'Где вы находитесь?')
    await askAsProgram(key, 'Сколько весит Луна?')
    await page.reload()
    await page.getByText('1 из 2').waitFor()
    await page.getByText('научите — это минута').waitFor()
    await page.getByRole('button', { name: 'Таблицей' }).click()
    const today = page.getByRole('table', { name: 'Ответы по дням' }).getByRole('row').nth(1)
    const cells = await today.getByRole('cell').allTextContents()
    // On a phone the name of the column stands before the number.
    expect(cells.slice(1, 5).map((text) => text.replace(/\D/g, ''))).toEqual(['0', '1', '0', '1'])
  })

  it('changes by itself when somebody leaves a message', async () => {
    const tile = page.getByRole('link', { name: /Ждут вашего ответа/ })
    await tile.getByText('новых сообщений нет').waitFor()
    const { key } = (await server.call('POST', '/admin/api-keys', { name: 'Виджет' })) as { key: string }
    const ask = (content: string, conversation: string) =>
      fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({
          model: 'secretary',
          messages: [{ role: 'user', content }],
          metadata: { conversation_id: conversation },
        }),
      })
    const begun = await ask('Сколько весит Луна?', 'new')
    const answer = (await begun.json()) as { metadata?: { conversation_id?: string } }
    const id = answer.metadata?.conversation_id ?? begun.headers.get('x-conversation-id') ?? ''
    expect(id).not.toBe('')
    expect((await ask('Иван, +7 999 123-45-67', id)).status).toBe(200)
    await tile.getByText('1 новое').waitFor()
  })
})
