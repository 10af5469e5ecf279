import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

const patience = { timeout: 8_000 }

describeInBrowser("the owner's loop", () => {
  let server: SeededServer
  let page: Page
  const lastAnswer = () => page.getByRole('article', { name: 'Ответ секретаря' }).last()

  beforeAllInPanel(async (stage) => {
    ;({ server, page } = stage)
    for (const [question, answer] of [
      ['Есть ли у вас аквариум?', 'Аквариум в холле.'],
      ['Есть ли у вас гардероб?', 'Гардероб на первом этаже.'],
      ['Есть ли у вас бассейн?', 'Бассейн на крыше.'],
    ])
      await server.call('POST', '/admin/faq/entries', { question, answer })
    await page.goto(`${server.url}/panel/chat/${server.conversationId}`)
    await page.getByLabel('Сообщение', { exact: true }).waitFor()
  })

  it('corrects a wrong answer, shows what else would change, replays at once and takes it back', async () => {
    await ask(page, 'есть ли у вас аквариум')
    await lastAnswer().getByText('Аквариум в холле.').waitFor()
    await lastAnswer()
      .getByText(/ответ из вопросов и ответов · [\d,]+ мс/)
      .waitFor()
    await lastAnswer().getByRole('button', { name: 'Неверно' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('searchbox').fill('гардероб')
    await dialog.getByRole('button', { name: 'Есть ли у вас гардероб?' }).click()
    await dialog.getByText(/их ответы не изменятся|ответ не изменится|Изменит?ся/).waitFor()
    await dialog.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Теперь ответит: «Есть ли у вас гардероб?»').first().waitFor()
    await lastAnswer().getByText('Гардероб на первом этаже.').waitFor()
    await lastAnswer().getByText('2/2').waitFor()
    await page.getByRole('button', { name: 'Отменить' }).click()
    await page.getByText('Теперь ответит: «Есть ли у вас гардероб?»').first().waitFor({ state: 'detached' })
    await expect
      .poll(async () => {
        const found = await server.call('POST', '/admin/faq/test', { text: 'есть ли у вас аквариум' })
        return (found as { question: string | null }).question
      }, patience)
      .toBe('Есть ли у вас аквариум?')
  })

  it('forbids an answer without another one in its place', async () => {
    await ask(page, 'есть ли у вас бассейн')
    await lastAnswer().getByText('Бассейн на крыше.').waitFor()
    await lastAnswer().getByRole('button', { name: 'Неверно' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Ничем из списка' }).click()
    await dialog.getByRole('button', { name: 'Сохранить' }).click()
    await page
      .getByText(/^Теперь (?:так не ответит|ответит: )/)
      .last()
      .waitFor()
    await lastAnswer().getByText('2/2').waitFor()
    expect(await lastAnswer().getByText('Бассейн на крыше.').count()).toBe(0)
  })

  it('groups what nobody could answer and teaches it', async () => {
    await page.goto(`${server.url}/panel/faq/unanswered`)
    const group = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Сколько весит Луна?' })
    await group.getByRole('button', { name: 'Научить' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Новым ответом' }).click()
    await dialog.getByLabel('Ответ', { exact: true }).fill('Семьдесят три секстиллиона тонн.')
    await dialog.getByRole('button', { name: 'Сохранить' }).click()
    await group.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Отменить' }).click()
    await group.waitFor()
  })

  it('tries a phrase: the nearest questions and the words that matched', async () => {
    await page.goto(`${server.url}/panel/faq/try`)
    await page.getByLabel('Фраза клиента').fill('аквариум есть у вас')
    const tester = page.getByRole('region', { name: 'Проверить фразу' })
    await tester.getByText('Есть ли у вас аквариум?').waitFor()
    await tester.getByText('аквариум', { exact: false }).nth(1).waitFor()
    expect(await tester.getByRole('listitem').count()).toBeLessThanOrEqual(5)
  })

  it('marks the conversation in which somebody left his contact', async () => {
    await page.goto(`${server.url}/panel/chat/${server.conversationId}`)
    await ask(page, 'Сколько звёзд на небе?')
    await lastAnswer()
      .getByText(/оставьте имя/i)
      .waitFor()
    await ask(page, 'Мария, +7 916 123-45-67')
    await page.getByRole('region', { name: 'Список разговоров' }).getByLabel('Оставлен контакт').waitFor()
  })
})
