import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from './support/browser.ts'
import { openPanel } from './support/open-panel.ts'
import { type SeededServer, startSeededServer } from './support/seeded-server.ts'
import { open, settle, views } from './support/views.ts'
import { watchPage } from './support/watch-page.ts'

const executable = findChromium()
const hostile =
  '<img src="/x" onerror="window.hacked=1"><svg onload="window.hacked=2"></svg>{{ constructor.constructor("window.hacked=3")() }}'
const markdown = [
  hostile,
  '<script>window.hacked=4</script>',
  '<iframe srcdoc="<script>parent.hacked=5</script>"></iframe>',
  '[press](javascript:window.hacked=6) [data](data:text/html,<script>1</script>)',
  '![picture](https://tracker.example/p.png)',
  '<a href="javascript:window.hacked=7">here</a>',
].join('\n\n')

describe.skipIf(executable === null)('what a stranger wrote', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page
  let watched: ReturnType<typeof watchPage>

  beforeAll(async () => {
    server = await startSeededServer()
    const { call } = server
    await call('POST', '/admin/faq/entries', { question: `Вопрос ${hostile}`, answer: markdown })
    await call('PATCH', '/admin/business/profile', { description: hostile, address: hostile })
    await call('POST', '/admin/llm/providers', {
      name: 'Проба <b>',
      baseUrl: 'http://127.0.0.1:9/v1',
      model: hostile.slice(0, 90),
    })
    await call('POST', '/admin/api-keys', { name: hostile.slice(0, 90) })
    const { id } = (await call('POST', '/admin/chat/sessions', { title: hostile })) as { id: string }
    await call('POST', `/admin/chat/sessions/${id}/messages`, { content: `Вопрос ${hostile}` })
    const { id: asked } = (await call('POST', '/admin/chat/sessions', {})) as { id: string }
    await call('POST', `/admin/chat/sessions/${asked}/messages`, { content: `${hostile} сколько весит?` })
    await call('POST', `/admin/chat/sessions/${asked}/messages`, { content: `Иван ${hostile}, +7 999 123-45-67` })
    server.conversationId = id
    browser = await launchChromium(executable ?? '')
    page = (await openPanel(browser, server)).page
    watched = watchPage(page, server.url)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  async function expectNothingRan(): Promise<void> {
    expect(await page.evaluate('window.hacked')).toBeUndefined()
    expect(
      await page.locator('img[src="/x"], svg[onload], iframe, a[href^="javascript:"], a[href^="data:"]').count(),
    ).toBe(0)
    expect(watched).toEqual({ complaints: [], foreignRequests: [] })
  }

  it('is kept as a message for the owner', async () => {
    const count = async () =>
      ((await server.call('GET', '/admin/leads?state=all')) as { items: unknown[] }).items.length
    await expect.poll(count, { timeout: 10_000 }).toBeGreaterThan(0)
  })

  it.each(views)('is text on every page that shows it: $name', async (view) => {
    await open(page, server, view)
    await settle(page)
    await expectNothingRan()
  })

  it('is text where a message is read, where it was left, and in what is found', async () => {
    await page.goto(`${server.url}/panel/leads`)
    await page.getByRole('region', { name: 'Список сообщений' }).getByRole('link').first().click()
    await page.getByRole('region', { name: 'Сообщение клиента' }).getByText('onerror').first().waitFor()
    await expectNothingRan()
    await page.goto(`${server.url}/panel/faq`)
    await page.getByText('window.hacked').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('onerror')
    await page.getByRole('dialog').getByText('window.hacked').first().waitFor()
    await expectNothingRan()
  })
})
