import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from './support/browser.ts'
import { openPanel } from './support/open-panel.ts'
import { type SeededServer, startSeededServer } from './support/seeded-server.ts'
import { watchPage } from './support/watch-page.ts'

const executable = findChromium()
const TURNS = 130

describe.skipIf(executable === null)('a conversation of hundreds of messages', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page
  let id = ''

  beforeAll(async () => {
    server = await startSeededServer()
    id = ((await server.call('POST', '/admin/chat/sessions', { title: 'Долгий разговор' })) as { id: string }).id
    for (let turn = 0; turn < TURNS; turn++)
      await server.call('POST', `/admin/chat/sessions/${id}/messages`, { content: `Вопрос номер ${turn}` })
    browser = await launchChromium(executable ?? '')
    page = (await openPanel(browser, server)).page
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  it('opens with its end, and shows what was said before on request, to the first word', async () => {
    const count = async () =>
      ((await server.call('GET', '/admin/chat/sessions?search=долгий')) as { items: { messageCount: number }[] })
        .items[0]?.messageCount
    await expect.poll(count, { timeout: 20_000 }).toBe(2 * TURNS)
    const watched = watchPage(page, server.url)
    await page.goto(`${server.url}/panel/chat/${id}`)
    const log = page.getByRole('log')
    await log.getByText(`Вопрос номер ${TURNS - 1}`, { exact: true }).waitFor()
    expect(await log.getByText(/^Вопрос номер \d+$/).count()).toBe(80)
    const earlier = log.getByRole('button', { name: 'Показать, что было раньше' })
    await earlier.click()
    await log.getByText('Вопрос номер 0', { exact: true }).waitFor()
    await earlier.waitFor({ state: 'detached' })
    expect(await log.getByText(/^Вопрос номер \d+$/).allTextContents()).toEqual(
      Array.from({ length: TURNS }, (_, turn) => `Вопрос номер ${turn}`),
    )
    expect(watched.complaints).toEqual([])
  })
})
