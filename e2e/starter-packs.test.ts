import { expect, it } from 'vitest'
import { seriousFindings, sidewaysOverflow } from './support/check-page.ts'
import { ask, openPanel } from './support/open-panel.ts'
import { startProfiledServer } from './support/seeded-server.ts'
import { beforeAllBrowser, describeInBrowser } from './support/stage.ts'

/** As the wizard names them. */
const trades = [
  'Стоматология',
  'Салон красоты',
  'Кафе',
  'Автосервис',
  'Юристы',
  'Фитнес',
  'Гостиница',
  'Школа, курсы',
  'Интернет-магазин',
  'Ремонт техники',
]

describeInBrowser('the questions of a trade, chosen in the wizard', () => {
  const browser = beforeAllBrowser()

  it.each(trades)('%s: about twenty entries, and three questions that are answered at a tap', async (trade) => {
    const server = await startProfiledServer()
    const { page, close } = await openPanel(browser(), server, { viewport: { width: 360, height: 740 } })
    await page.getByRole('radio', { name: trade }).click()
    const entries = page
      .getByRole('list', { name: 'Вопросы, на которые секретарь сможет ответить' })
      .getByRole('listitem')
    await entries.first().waitFor()
    expect(await entries.count()).toBeGreaterThanOrEqual(18)
    expect(await sidewaysOverflow(page)).toEqual([])
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('button', { name: 'Добавить эти вопросы' }).click()
    await page.getByRole('heading', { name: 'Языковая модель' }).waitFor()
    await page.getByRole('button', { name: 'Пропустить' }).click()
    await page.getByRole('button', { name: 'Готово, поговорить' }).click()
    await page.getByText('Спросите что-нибудь').waitFor()
    const questions = await page.getByRole('log').getByRole('button').allTextContents()
    expect(questions).toHaveLength(3)
    const answered = page.getByText(/из вопросов и ответов/)
    await page.getByRole('log').getByRole('button').first().click()
    for (const [index, question] of questions.entries()) {
      if (index > 0) await ask(page, question)
      await answered.nth(index).waitFor()
    }
    await close()
    await server.close()
  })
})
