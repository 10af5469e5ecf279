import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openPanel } from './support/open-panel.ts'
import { runCli } from './support/run-cli.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('page about the program', () => {
  let server: SeededServer
  let browser: Browser
  let page: Page

  beforeAllInPanel(
    (stage) => {
      ;({ server, page, browser } = stage)
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  )

  it('shows version, licence and notices', async () => {
    await page.getByRole('link', { name: 'О программе' }).click()
    await page.getByText('Apache-2.0').waitFor()
    await page.getByText('Текст лицензии').click()
    await page.getByText('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION').waitFor()
    await page.getByText('Чужие программы внутри и их лицензии').click()
    await page.getByText('eSpeak NG').first().waitFor()
  })

  it('examines the installation and copies a report that a helper can read, in the language of the panel', async () => {
    await page.getByText('SQLite, проверена, цела').waitFor()
    await page.getByText(/Секретарь работает на порту \d+/).waitFor()
    await page.getByRole('button', { name: 'Скопировать отчёт' }).click()
    await page.getByText('Скопировано', { exact: true }).waitFor()
    const report = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(report).toMatch(/^Секретарь \d+\.\d+\.\d+/)
    expect(report).toContain('[в порядке] База: SQLite, проверена, цела')
    expect(report).toContain('[замечание] Модель: Не подключена\n    Пока ответы берутся только')
    await page.getByRole('button', { name: 'Язык' }).click()
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await page.getByText('SQLite, checked and whole').waitFor()
  })

  it('keeps the check from those who may not settle anything', async () => {
    const password = 'пароль-для-проверки'
    const create = ['user', 'create', 'guest', '--role', 'guest', '--password-env', 'NEW_PASSWORD']
    await runCli(server.dataDir, create, { NEW_PASSWORD: password })
    const guest = await openPanel(browser, server, { account: { name: 'guest', password } })
    const asked: string[] = []
    guest.page.on('request', (request) => asked.push(request.url()))
    await guest.page.goto(`${server.url}/panel/about`)
    await guest.page.getByText('Apache-2.0').waitFor()
    expect(await guest.page.getByText('Проверка установки').count()).toBe(0)
    expect(asked.filter((url) => url.includes('/doctor'))).toEqual([])
    await guest.close()
  })
})
