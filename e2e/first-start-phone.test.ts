import { statSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousFindings, sidewaysOverflow } from './support/check-page.ts'
import type { TestServer } from './support/server.ts'
import { beforeAllOnFirstStart, describeInBrowser } from './support/stage.ts'
import { watchPage } from './support/watch-page.ts'

/** With gzip, of the login and the page behind it together. */
const FIRST_VIEW_MAX_BYTES = 180_000
const FIRST_VIEW_MAX_FILES = 20

describeInBrowser('first start on a phone', () => {
  let server: TestServer
  let browser: Browser
  let page: Page
  let watched: ReturnType<typeof watchPage>

  beforeAllOnFirstStart(async (stage) => {
    ;({ browser, server } = stage)
    const context = await browser.newContext({
      locale: 'ru-RU',
      timezoneId: 'Asia/Yekaterinburg',
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(20_000)
    page = await context.newPage()
    watched = watchPage(page, server.url)
  })

  /** The step is there, also after a reload; nothing stands out and axe has nothing serious to say. */
  async function expectStep(title: string): Promise<void> {
    const heading = page.getByRole('heading', { name: title, exact: true })
    await heading.waitFor()
    await page.reload()
    await heading.waitFor()
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
    expect(await sidewaysOverflow(page)).toEqual([])
    expect(await seriousFindings(page)).toEqual([])
  }

  it('points to what is missing, and asks for nothing but a name and an account', async () => {
    await page.goto(server.setupUrl ?? '')
    await page.getByLabel('Как называется ваше дело').waitFor()
    expect(await sidewaysOverflow(page)).toEqual([])
    expect(await seriousFindings(page)).toEqual([])
    await page.getByLabel('Как называется ваше дело').fill('Клиника «Улыбка»')
    await page.getByRole('button', { name: 'Создать' }).tap()
    await page.locator('input[autocomplete=username]:focus').waitFor()
    await page.getByLabel('Имя пользователя').fill('Анна')
    await page.getByLabel('Пароль', { exact: true }).fill('надёжный-пароль')
    await page.getByRole('button', { name: 'Создать' }).tap()
  })

  it('lets everything else be skipped, keeps its place over a reload of each step, and takes the time zone of the phone', async () => {
    await expectStep('О вашем деле')
    expect(await page.getByLabel('Часовой пояс').locator('option:checked').textContent()).toContain('Екатеринбург')
    await page.getByRole('button', { name: 'Дальше' }).tap()
    await expectStep('Услуги и цены')
    await page.getByRole('button', { name: 'Пропустить' }).tap()
    await expectStep('Когда вы работаете')
    await page.getByRole('button', { name: 'Пропустить' }).tap()
    await expectStep('Готовые вопросы и ответы')
    await page.getByRole('button', { name: 'Пропустить' }).tap()
    await expectStep('Языковая модель')
    await page.getByRole('button', { name: 'Назад' }).tap()
    await page.getByRole('heading', { name: 'Готовые вопросы и ответы' }).waitFor()
  })

  it('shows the questions of a trade that was tapped, and speaks the first answer', async () => {
    await page.getByRole('radio', { name: /Юристы/ }).tap()
    const preview = page.getByRole('heading', { name: 'Вопросы, на которые секретарь сможет ответить' })
    await preview.waitFor()
    await expect.poll(() => isInSight(page.getByRole('button', { name: 'Добавить эти вопросы' }))).toBe(true)
    expect(await page.getByRole('main').textContent()).not.toMatch(/\{[a-z_]+/)
    await page.getByRole('button', { name: 'Добавить эти вопросы' }).tap()
    await page.getByRole('heading', { name: 'Языковая модель' }).waitFor()
    await page.getByRole('button', { name: 'Пропустить' }).tap()
    await expectStep('Голос')
    await page.getByRole('button', { name: 'Готово, поговорить' }).tap()
    await page.getByRole('button', { name: 'Включить голос' }).tap()
    await page.getByRole('log').getByRole('button').first().tap()
    await page.getByRole('group', { name: 'Секретарь говорит' }).waitFor()
    expect(await sidewaysOverflow(page)).toEqual([])
  })

  it('needs little code for the login and the first page, and gets it compressed', async () => {
    const fresh = await (await browser.newContext({ locale: 'ru-RU' })).newPage()
    const scripts = new Map<string, string | undefined>()
    fresh.on('response', (response) => {
      const { pathname } = new URL(response.url())
      if (pathname.endsWith('.js')) scripts.set(pathname, response.headers()['content-encoding'])
    })
    await fresh.goto(`${server.url}/panel/`)
    await fresh.getByLabel('Имя пользователя').fill('анна')
    await fresh.getByLabel('Пароль', { exact: true }).fill('надёжный-пароль')
    await fresh.getByRole('button', { name: 'Войти' }).click()
    await fresh.getByRole('link', { name: 'Разговоры' }).waitFor()
    await fresh.locator('main *').first().waitFor()
    await fresh.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' })
    // What is fetched ahead for later counts too.
    await fresh.evaluate('new Promise((resolve) => requestIdleCallback(resolve))')
    expect(await fresh.locator('link[rel=prefetch]').count()).toBe(0)
    expect(new Set(scripts.values())).toEqual(new Set(['br']))
    expect(scripts.size).toBeLessThan(FIRST_VIEW_MAX_FILES)
    expect([...scripts.keys()].filter((path) => /\/(?:ru|en)-/.test(path))).toHaveLength(1)
    const sizes = [...scripts.keys()].map(
      (path) => statSync(path.replace('/panel', 'apps/admin/dist').concat('.gz')).size,
    )
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(FIRST_VIEW_MAX_BYTES / 5)
    expect(bytes).toBeLessThan(FIRST_VIEW_MAX_BYTES)
  })

  it('asked nobody but its own server', () => {
    expect(watched.foreignRequests).toEqual([])
    expect(watched.complaints).toEqual([])
  })
})

async function isInSight(locator: ReturnType<Page['getByRole']>): Promise<boolean> {
  const box = await locator.boundingBox()
  return box !== null && box.y >= 0 && box.y + box.height <= 740
}
