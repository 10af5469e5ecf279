import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { expect, it } from 'vitest'
import { openPanel } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllWithServer, describeInBrowser } from './support/stage.ts'

describeInBrowser('backups in the panel', () => {
  let browser: Browser
  let server: SeededServer
  beforeAllWithServer((stage) => {
    ;({ browser, server } = stage)
  })

  it('are made, downloaded and deleted by the owner, who is told what is not in them', async () => {
    const { page, close } = await openPanel(browser, server)
    await page.goto(`${server.url}/panel/settings?section=backups`)
    await page.getByText('Копий пока нет').waitFor()
    expect(await page.getByText('master.key').innerText()).toContain('другом месте')
    await page.getByRole('button', { name: 'Сделать копию сейчас' }).click()
    const row = page.getByRole('row', { name: /Вручную/ })
    await row.waitFor({ timeout: 30_000 })
    await page.getByText('Всё в порядке').waitFor()

    await row.getByRole('button').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Скачать' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^secretary-\d{4}-\d\d-\d\d-\w{6}\.db$/)
    expect(readFileSync(await download.path()).toString('latin1', 0, 15)).toBe('SQLite format 3')

    await row.getByRole('button').click()
    await page.getByRole('menuitem', { name: 'Удалить' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click()
    await page.getByText('Копий пока нет').waitFor()
    await close()
  })
})
