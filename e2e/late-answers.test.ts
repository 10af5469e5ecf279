import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { holdAnswer } from './support/hold-answer.ts'
import { ask, openPanel } from './support/open-panel.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

describeInBrowser('an answer that comes late', () => {
  let stage: Parameters<Parameters<typeof beforeAllInPanel>[0]>[0]
  let page: Page

  beforeAllInPanel((set) => {
    stage = set
    page = set.page
  })
  afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }))
  const open = (path: string) => page.goto(`${stage.server.url}/panel/${path}`)
  const save = () => page.getByRole('button', { name: 'Сохранить', exact: true }).click()
  const unsaved = () => page.getByText('Есть несохранённые изменения')

  it('leaves what was typed into the profile while it was saved', async () => {
    await open('settings?section=profile')
    const address = page.getByLabel(/^Адрес/)
    await address.fill('Тверь')
    const saving = await holdAnswer(page, 'PATCH', /\/admin\/business\/profile/)
    await save()
    await saving.asked
    await address.fill('Тверь, Советская, 1')
    saving.release()
    await page.getByRole('button', { name: 'Не сохранять' }).and(page.locator(':enabled')).waitFor()
    expect(await address.inputValue()).toBe('Тверь, Советская, 1')
    await unsaved().waitFor()
    await save()
    await unsaved().waitFor({ state: 'detached' })
    expect(await stage.server.call('GET', '/admin/business/profile')).toMatchObject({ address: 'Тверь, Советская, 1' })
  })

  it('leaves what was typed into an answer while it was saved', async () => {
    const body = { question: 'Есть ли рассрочка?', answer: 'Да.' }
    const { id } = (await stage.server.call('POST', '/admin/faq/entries', body)) as { id: string }
    await open(`faq/${id}`)
    const answer = page.getByLabel('Ответ', { exact: true })
    await answer.fill('Да, на год.')
    const saving = await holdAnswer(page, 'PATCH', /\/admin\/faq\/entries\//)
    await save()
    await saving.asked
    await answer.fill('Да, на год и без процентов.')
    saving.release()
    await page.getByRole('button', { name: 'Не сохранять' }).and(page.locator(':enabled')).waitFor()
    expect(await answer.inputValue()).toBe('Да, на год и без процентов.')
    await save()
    await unsaved().waitFor({ state: 'detached' })
    expect(await stage.server.call('GET', `/admin/faq/entries/${id}`)).toMatchObject({
      answer: 'Да, на год и без процентов.',
    })
  })

  it('leaves what was typed into a new question while it was made, and makes it once', async () => {
    await open('faq/new')
    await page.getByLabel('Вопрос', { exact: true }).fill('Можно ли с собакой?')
    const answer = page.getByLabel('Ответ', { exact: true })
    await answer.fill('Да.')
    const creating = await holdAnswer(page, 'POST', /\/admin\/faq\/entries$/)
    await save()
    await creating.asked
    await answer.fill('Да, на поводке.')
    creating.release()
    await page.getByRole('button', { name: 'Не сохранять' }).and(page.locator(':enabled')).waitFor()
    expect(await answer.inputValue()).toBe('Да, на поводке.')
    await save()
    await page.waitForURL(/\/faq\/[0-9a-f-]{36}$/)
    expect(await answer.inputValue()).toBe('Да, на поводке.')
    expect(creating.count()).toBe(1)
  })

  it('makes one conversation of two presses', async () => {
    await open('chat')
    const creating = await holdAnswer(page, 'POST', /\/admin\/chat\/sessions$/)
    const button = page.getByRole('button', { name: 'Новый разговор' }).first()
    await button.click()
    await button.click()
    await creating.asked
    creating.release()
    await page.waitForURL(/\/chat\/[0-9a-f-]{36}$/)
    expect(creating.count()).toBe(1)
  })

  it('does not lead away who has gone elsewhere meanwhile', async () => {
    await open('chat')
    const creating = await holdAnswer(page, 'POST', /\/admin\/chat\/sessions$/)
    await page.getByRole('button', { name: 'Новый разговор' }).first().click()
    await creating.asked
    await page.getByRole('link', { name: 'Вопросы и ответы' }).click()
    await page.waitForURL(/\/faq$/)
    const listed = page.waitForResponse(/\/admin\/chat\/sessions\/|\/admin\/chat\/sessions$/)
    creating.release()
    await (await listed).finished()
    await page.getByRole('link', { name: 'Добавить вопрос' }).click()
    await page.getByLabel('Ответ', { exact: true }).fill('Здесь пишут.')
    expect(new URL(page.url()).pathname).toBe('/panel/faq/new')
  })

  it('takes back neither of two settings that were changed at once', async () => {
    await open('settings?section=voice')
    const saving = await holdAnswer(page, 'PUT', /\/admin\/voices\/settings/)
    const pace = page.getByRole('slider', { name: 'Скорость речи' })
    await pace.fill('1.5')
    await saving.asked
    await page.getByRole('switch', { name: 'Отвечать голосом' }).click()
    saving.release()
    await expect
      .poll(() => stage.server.call('GET', '/admin/voices'))
      .toMatchObject({ settings: { speed: 1.5, isEnabled: false } })
    expect(await pace.inputValue()).toBe('1.5')
  })

  it('takes no focus from a search that has begun', async () => {
    await open('chat')
    const thread = Promise.withResolvers<void>()
    await page.route(/\/assets\/ChatThread/, async (route) => {
      await thread.promise
      await route.continue()
    })
    await page.getByRole('link', { name: /Где вы находитесь/ }).click()
    await page.waitForURL(/\/chat\/[0-9a-f-]{36}$/)
    const search = page.getByRole('searchbox')
    await search.focus()
    await page.keyboard.type('клин')
    thread.resolve()
    await page.getByLabel('Сообщение', { exact: true }).waitFor()
    await page.keyboard.type('ика')
    expect(await search.inputValue()).toBe('клиника')
    expect(await page.getByLabel('Сообщение', { exact: true }).inputValue()).toBe('')
  })

  it('takes no focus from the palette for the first field of a page', async () => {
    await open('faq')
    const form = Promise.withResolvers<void>()
    await page.route(/\/assets\/FaqEntryForm/, async (route) => {
      await form.promise
      await route.continue()
    })
    await page.getByRole('link', { name: 'Добавить вопрос' }).click()
    await page.waitForURL(/\/faq\/new$/)
    await page.keyboard.press('Control+k')
    const field = page.getByRole('dialog').getByRole('combobox')
    await field.waitFor()
    await page.keyboard.type('настр')
    form.resolve()
    await page.locator('main input[maxlength="500"]').first().waitFor({ state: 'attached' })
    await page.keyboard.type('ойки')
    expect(await field.inputValue()).toBe('настройки')
  })

  it('keeps the question of a visitor whose conversation could not begin', async () => {
    await open('try')
    await page.route(/\/admin\/chat\/sessions$/, (route) =>
      route.request().method() === 'POST' ? route.abort('connectionrefused') : route.continue(),
    )
    await ask(page, 'Сколько стоит приём?')
    await page.getByText('Сервер не отвечает').first().waitFor()
    expect(await page.getByLabel('Сообщение', { exact: true }).inputValue()).toBe('Сколько стоит приём?')
  })

  it('leaves a message done that was opened and done in one go', async () => {
    const visitor = await openPanel(stage.browser, stage.server)
    await visitor.page.goto(`${stage.server.url}/panel/chat/${stage.server.conversationId}`)
    await ask(visitor.page, 'Меня зовут Иван, +7 999 123-45-67')
    await open('leads')
    // The first one is held on its way there, as on a bad line; the second one would be quicker.
    const reading = Promise.withResolvers<void>()
    await page.route(/\/admin\/leads\/[^/?]+$/, async (route) => {
      if (route.request().postData()?.includes('read')) await reading.promise
      await route.continue()
    })
    await page.getByRole('link', { name: /Иван/ }).click()
    await page.getByRole('button', { name: 'Готово' }).click()
    reading.resolve()
    await page.getByRole('button', { name: 'Отменить' }).waitFor()
    await expect
      .poll(() => stage.server.call('GET', '/admin/leads?state=all'))
      .toMatchObject({ items: [{ status: 'done' }] })
    await visitor.close()
  })

  it('shows no models of an address that is not asked any more', async () => {
    await open('settings?section=model')
    await page.getByRole('button', { name: 'Подключить модель' }).first().click()
    await page.getByLabel('Сервис').selectOption({ index: 1 })
    await page.getByLabel('Адрес', { exact: true }).fill('http://127.0.0.1:9/v1')
    const listing = Promise.withResolvers<void>()
    await page.route(/\/admin\/llm\/.*models/, async (route) => {
      await listing.promise
      await route.fulfill({ contentType: 'application/json', body: '{"items":["old-model"],"nextCursor":null}' })
    })
    const asked = page.waitForRequest(/\/admin\/llm\/.*models/)
    await page.getByRole('button', { name: 'Показать список моделей' }).click()
    await asked
    await page.getByLabel('Адрес', { exact: true }).fill('http://127.0.0.1:10/v1')
    const answered = page.waitForResponse(/\/admin\/llm\/.*models/)
    listing.resolve()
    await (await answered).finished()
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
    expect(await page.getByRole('option', { name: 'old-model' }).count()).toBe(0)
  })

  it('is waited for by a second press: nothing is deleted or taken back twice', async () => {
    const body = { question: 'Есть ли гардероб?', answer: 'Да.' }
    const { id } = (await stage.server.call('POST', '/admin/faq/entries', body)) as { id: string }
    await stage.server.call('POST', '/admin/invites', { role: 'user', note: 'Пётр' })
    for (const [path, name, address] of [
      [`faq/${id}`, 'Удалить вопрос', /\/admin\/faq\/entries\//],
      ['people', 'Отозвать', /\/invites\//],
    ] as const) {
      await open(path)
      const deleting = await holdAnswer(page, 'DELETE', address)
      const button = page.getByRole('button', { name })
      await button.dblclick()
      await deleting.asked
      deleting.release()
      await button.waitFor({ state: 'detached' })
      expect([name, deleting.count()]).toEqual([name, 1])
    }
  })

  it.each([
    ['api-keys', 'Новый ключ', 'Название', 'Создать ключ', /\/admin\/api-keys$/, /sk-sec-/],
    ['people', 'Пригласить', 'Для кого', 'Получить ссылку', /\/admin\/invites$/, /\/join#token=/],
  ] as const)('is not closed away where it is told once: %s', async (path, begin, field, make, address, secret) => {
    await open(path)
    await page.getByRole('button', { name: begin }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(new RegExp(`^${field}`)).fill('Проверка')
    const making = await holdAnswer(page, 'POST', address)
    await dialog.getByRole('button', { name: make }).click()
    await making.asked
    await page.keyboard.press('Escape')
    making.release()
    await dialog.getByText(secret).first().waitFor()
    expect(making.count()).toBe(1)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })
})
