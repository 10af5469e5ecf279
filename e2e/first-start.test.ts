import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openPanel } from './support/open-panel.ts'
import type { TestServer } from './support/server.ts'
import { beforeAllOnFirstStart, describeInBrowser } from './support/stage.ts'
import { watchPage } from './support/watch-page.ts'

describeInBrowser('first start in the browser', () => {
  let server: TestServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let watched: ReturnType<typeof watchPage>

  beforeAllOnFirstStart(async (stage) => {
    ;({ browser, server } = stage)
    context = await browser.newContext({ locale: 'ru-RU', viewport: { width: 1280, height: 900 } })
    context.setDefaultTimeout(20_000)
    page = await context.newPage()
    watched = watchPage(page, server.url)
  })

  it('leads from the set-up link through the wizard into the first conversation', async () => {
    await page.goto(server.setupUrl ?? '')
    await page.getByRole('radio', { name: 'English' }).click()
    await page.getByLabel('The name of your business').waitFor()
    await page.getByRole('radio', { name: 'Русский' }).click()
    await page.getByLabel('Как называется ваше дело').fill('Клиника «Улыбка»')
    await page.getByLabel('Имя пользователя').fill('Анна')
    await page.getByLabel('Пароль', { exact: true }).fill('надёжный-пароль')
    await page.getByRole('button', { name: 'Создать' }).click()

    await page.getByRole('heading', { name: 'О вашем деле' }).waitFor()
    await page.getByLabel('Телефон').fill('+7 495 123-45-67')
    await page.getByLabel('Адрес').fill('Ленина, 5')
    await page.getByRole('button', { name: 'Дальше' }).click()

    await page.getByRole('heading', { name: 'Услуги и цены', exact: true }).waitFor()
    // Reloading goes on where the owner was.
    await page.reload()
    await page.getByRole('heading', { name: 'Услуги и цены', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Добавить услугу' }).click()
    await page.getByLabel('Название услуги').fill('Чистка зубов')
    await page.getByLabel(/^Цена/).first().fill('3500')
    await page.getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('3 500 ₽').waitFor()
    await page.getByRole('button', { name: 'Дальше' }).click()

    await page.getByRole('heading', { name: 'Когда вы работаете' }).waitFor()
    // So does another device, after a login.
    const other = await openPanel(browser, server, { account: { name: 'Анна', password: 'надёжный-пароль' } })
    await other.page.getByRole('heading', { name: 'Когда вы работаете' }).waitFor()
    await other.close()
    await page.getByRole('switch', { name: 'Понедельник' }).click()
    await page.getByRole('button', { name: 'Добавить время после перерыва' }).click()
    // People write times as they like; nobody sees AM or PM.
    await page.getByLabel('Закрытие, Понедельник').last().fill('1930')
    await page.keyboard.press('Tab')
    expect(await page.getByLabel('Закрытие, Понедельник').last().inputValue()).toBe('19:30')
    await page.getByRole('switch', { name: 'Сегодня закрыто' }).click()
    await page.getByRole('button', { name: 'Добавить день' }).click()
    await page.getByRole('button', { name: 'Дальше' }).click()

    await page.getByRole('heading', { name: 'Готовые вопросы и ответы' }).waitFor()
    await page.getByRole('radio', { name: /Стоматология/ }).click()
    await page.getByRole('button', { name: 'Добавить эти вопросы' }).click()

    await page.getByRole('heading', { name: 'Языковая модель' }).waitFor()
    await page.getByRole('button', { name: 'Пропустить' }).click()
    await page.getByRole('heading', { name: 'Голос' }).waitFor()
    await page.getByRole('button', { name: 'Готово, поговорить' }).click()

    await page.getByText('Спросите что-нибудь').waitFor()
    const questions = page.getByRole('log').getByRole('button')
    expect(await questions.count()).toBe(3)
    await questions.first().click()
    await page.getByText(/из вопросов и ответов/).waitFor()
  })

  it('answers a typed question from the profile, and says honestly what it does not know', async () => {
    await page.getByLabel('Сообщение', { exact: true }).fill('как до вас добраться?')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('Ленина, 5').first().waitFor()
    await page.getByLabel('Сообщение', { exact: true }).fill('Сколько весит Луна?')
    await page.keyboard.press('Enter')
    await page
      .getByRole('log')
      .getByText(/не знаю точного ответа/)
      .waitFor()
  })

  it('lets the owner teach an answer and replays it at once', async () => {
    await page.getByRole('button', { name: 'Научить' }).last().click()
    await page.getByRole('radio', { name: 'Новым ответом' }).click()
    await page.getByRole('dialog').getByLabel('Ответ', { exact: true }).fill('Луна весит 73 секстиллиона тонн.')
    await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click()
    await page.getByText('Теперь ответит: «Сколько весит Луна?»').last().waitFor()
    await page.getByLabel('Сообщение', { exact: true }).fill('скока весит луна')
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Вопрос' }).last().getByText('скока весит луна').waitFor()
    const last = page.getByRole('article').last()
    await last.getByText('Луна весит 73 секстиллиона тонн.').waitFor()
    await last.getByText(/из вопросов и ответов/).waitFor()
  })

  it('edits a message into a branch and switches between versions', async () => {
    await page.getByRole('article', { name: 'Вопрос' }).last().hover()
    await page.getByRole('button', { name: 'Изменить сообщение' }).last().click()
    await page.getByRole('textbox', { name: 'Изменить сообщение' }).fill('где вы находитесь?')
    await page.getByRole('log').getByRole('button', { name: 'Отправить' }).click()
    const edited = page.getByRole('article', { name: 'Вопрос' }).last()
    await edited.getByText('2/2').waitFor()
    // Until its answer is there, the conversation follows it.
    await page.getByRole('article', { name: 'Ответ секретаря' }).last().getByText('Ленина, 5').waitFor()
    await edited.getByRole('button', { name: 'Предыдущий вариант' }).click()
    await edited.getByText('1/2').waitFor()
  })

  it('logs in again after a logout, keeps the session over a reload, and speaks English without a reload', async () => {
    await page.getByRole('button', { name: /Анна/ }).click()
    await page.getByRole('menuitem', { name: 'Выйти' }).click()
    await page.getByLabel('Имя пользователя').fill('анна')
    await page.getByLabel('Пароль', { exact: true }).fill('надёжный-пароль')
    await page.getByRole('button', { name: 'Войти' }).click()
    await page.getByRole('link', { name: 'Разговоры' }).waitFor()
    await page.goto(`${server.url}/panel/settings?section=appearance`)
    await page.getByRole('combobox', { name: 'Язык', exact: true }).selectOption({ label: 'English' })
    await page.getByRole('tab', { name: 'Appearance' }).waitFor()
  })

  it('asked nobody but its own server, and broke no rule of its content security policy', () => {
    expect(watched.foreignRequests).toEqual([])
    expect(watched.complaints).toEqual([])
  })
})
