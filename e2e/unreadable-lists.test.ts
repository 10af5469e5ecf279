import type { Page, Route } from 'playwright-core'
import { expect, it } from 'vitest'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'
import { answerStates } from './support/view-states.ts'

describeInBrowser('a list that can not be read', () => {
  let page: Page
  let url: string

  beforeAllInPanel((stage) => {
    ;({ page } = stage)
    url = stage.server.url
  })
  const failed = (route: Route) => route.fulfill(answerStates.failed.fulfil)
  const settled = () => page.unrouteAll({ behavior: 'ignoreErrors' })

  it.each([
    ['faq', /\/admin\/faq\/entries\?/, 'Выберите вопрос слева'],
    ['chat', /\/admin\/chat\/sessions\?/, 'Выберите разговор слева'],
    ['leads', /\/admin\/leads\?/, 'Выберите сообщение слева'],
  ])('offers nothing to choose from: %s', async (name, address, words) => {
    await page.route(address, failed)
    await page.goto(`${url}/panel/${name}`)
    await page.getByRole('alert').getByRole('button', { name: 'Попробовать ещё раз' }).waitFor()
    expect(await page.getByText(words).count()).toBe(0)
    await settled()
  })

  it('invites nobody where people may not be seen', async () => {
    await page.route(/\/admin\/users(?:\?|$)/, (route) => route.fulfill(answerStates.forbidden.fulfil))
    await page.goto(`${url}/panel/people?invite=1`)
    await page.getByText('Сюда у вас нет доступа').waitFor()
    expect(await page.getByRole('button', { name: 'Пригласить' }).count()).toBe(0)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await settled()
  })

  it('is told in the palette while the server is out of reach, and found when it is back', async () => {
    await page.goto(`${url}/panel/faq`)
    await page.getByRole('link', { name: 'Добавить вопрос' }).waitFor()
    await page.route(/\/(?:admin|health)\//, (route) => route.abort('connectionrefused'))
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('абракадабра')
    await page.getByText('сервер не ответил').waitFor()
    await settled()
    await page.getByText('Ничего не нашлось').waitFor()
    await page.keyboard.press('Escape')
  })

  it.each(['faq', 'chat', 'leads', 'people', 'api-keys'])(
    'says so when the server is gone, and comes by itself when it is back: %s',
    async (name) => {
      await page.goto(`${url}/panel/settings?section=appearance`)
      await page.getByRole('heading', { name: 'Настройки' }).waitFor()
      await page.route(/\/(?:admin|health)\//, (route) => route.abort('connectionrefused'))
      await page.evaluate(
        `history.pushState({}, '', '/panel/${name}'); dispatchEvent(new PopStateEvent('popstate', { state: {} }))`,
      )
      await page.getByText('Нет связи с сервером').first().waitFor()
      await page.locator('main').getByRole('alert').getByText('Сервер').first().waitFor()
      await settled()
      await page.locator('main').getByRole('alert').first().waitFor({ state: 'detached' })
    },
  )
})
