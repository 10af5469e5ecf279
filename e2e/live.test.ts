import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { runCli } from './support/run-cli.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

const patience = { timeout: 8_000 }

describeInBrowser('what changes elsewhere', () => {
  let server: SeededServer
  let page: Page

  beforeAllInPanel((stage) => {
    ;({ server, page } = stage)
  })

  it('shows questions that another window and the command line add', async () => {
    await page.goto(`${server.url}/panel/faq`)
    await page.getByText('Вопрос из другого окна?').waitFor({ state: 'detached' })
    await page.getByText('23 вопроса').waitFor()
    await server.call('POST', '/admin/faq/entries', { question: 'Вопрос из другого окна?', answer: 'Да.' })
    await page.getByText('Вопрос из другого окна?').waitFor()
    const file = join(server.dataDir, 'questions.csv')
    await writeFile(file, 'question,answer\nВопрос из командной строки?,Да.\n')
    await runCli(server.dataDir, ['faq', 'import', file])
    await page.getByText('Вопрос из командной строки?').waitFor()
  })

  it('shows a conversation that begins elsewhere, and its new name', async () => {
    await page.goto(`${server.url}/panel/chat`)
    const list = page.getByRole('region', { name: 'Список разговоров' })
    await list.getByText('Где вы находитесь?').first().waitFor()
    const { id } = (await server.call('POST', '/admin/chat/sessions', { title: 'Из другого окна' })) as { id: string }
    await list.getByText('Из другого окна').waitFor()
    await server.call('PATCH', `/admin/chat/sessions/${id}`, { title: 'Переименован там' })
    await list.getByText('Переименован там').waitFor()
    await server.call('DELETE', `/admin/chat/sessions/${id}`)
    await list.getByText('Переименован там').waitFor({ state: 'detached' })
  })

  it('shows new settings in a form nobody is editing', async () => {
    await page.goto(`${server.url}/panel/settings?section=profile`)
    const name = page.getByRole('textbox', { name: 'Название' })
    await name.waitFor()
    await server.call('PATCH', '/admin/business/profile', { name: 'Стоматология у парка' })
    await expect.poll(() => name.inputValue(), patience).toBe('Стоматология у парка')
  })
})
