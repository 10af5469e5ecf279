import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import { beforeAllOnFirstStart, describeInBrowser } from './support/stage.ts'

describeInBrowser('a demonstration', () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'secretary-demo-')), 'data')
  let browser: Browser
  let server: TestServer
  beforeAllOnFirstStart(
    (stage) => {
      ;({ browser, server } = stage)
    },
    () => startTestServer({ dataDir, arguments: ['--demo'] }),
  )
  afterAll(() => {
    rmSync(join(dataDir, '..'), { recursive: true, force: true })
  })

  async function openLogin() {
    const context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto(`${server.url}/panel/login`)
    return { page, close: () => context.close() }
  }

  it('shows an owner a month of conversations, and says on every page that it is made up', async () => {
    const { page, close } = await openLogin()
    const enter = page.getByRole('button', { name: 'Посмотреть изнутри' })
    await enter.waitFor()
    expect(await page.locator('input[type=password]').count()).toBe(0)
    await enter.click()
    await page.getByText('разговоры и ответы модели придуманы').waitFor()
    await page.goto(`${server.url}/panel/chat`)
    await page.getByRole('link').filter({ hasText: /\?/ }).first().click()
    await page.getByRole('article').first().waitFor()
    await page.goto(`${server.url}/panel/settings?section=services`)
    await page.getByText('Отбеливание').waitFor()
    await page.getByText('разговоры и ответы модели придуманы').waitFor()
    await close()
  })

  it('lets a guest read questions and answers, and no conversation', async () => {
    const { page, close } = await openLogin()
    await page.getByRole('button', { name: /Войти гостем/ }).click()
    await page.getByRole('link', { name: 'Вопросы и ответы' }).waitFor()
    await page.goto(`${server.url}/panel/chat`)
    await page.getByText('Этот раздел закрыт для вашей роли').waitFor()
    await close()
  })
})
