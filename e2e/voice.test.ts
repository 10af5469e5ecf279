import type { Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { ask } from './support/open-panel.ts'
import { type ScriptedModel, startScriptedModel } from './support/scripted-model.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'

const patience = { timeout: 8_000 }
/** Keeps every audio context the page makes where the test can look at it. */
const watchSound = `{
  const Original = window.AudioContext
  window.soundContexts = []
  window.AudioContext = class extends Original {
    constructor(...options) {
      super(...options)
      window.soundContexts.push(this)
    }
  }
}`

/** How far the clock of the sound has run; it stands still while nothing may be heard. */
function heardSeconds(page: Page): Promise<number> {
  return page.evaluate<number>('soundContexts[0]?.state === "running" ? soundContexts[0].currentTime : 0')
}

/**
 * What a browser does that waits for a press. The real rule can't be seen here: whatever looks into the page from outside counts
 * as a press to the browser.
 */
const quietUntilPressed = `{
  sessionStorage.setItem('secretary.voice', 'true')
  const Original = window.AudioContext
  let isPressed = false
  addEventListener('pointerdown', () => (isPressed = true), true)
  window.AudioContext = class extends Original {
    constructor(...options) {
      super(...options)
      void super.suspend()
    }
    resume() {
      return isPressed ? super.resume() : new Promise(() => undefined)
    }
  }
}`

describeInBrowser('voice in a conversation', () => {
  let server: SeededServer
  let model: ScriptedModel
  let page: Page

  beforeAllInPanel(
    async (stage) => {
      ;({ server, page } = stage)
      model = await startScriptedModel()
      await page.goto(`${server.url}/panel/chat/${server.conversationId}`)
      await page.getByRole('button', { name: 'Включить голос' }).click()
    },
    { beforePage: watchSound },
  )
  afterAll(() => model?.close())

  it('sounds while a meter and the words that are heard show it, through one audio context', async () => {
    await ask(page, 'Где вы находитесь?')
    const bar = page.getByRole('group', { name: 'Секретарь говорит' })
    await bar.getByText('Наш адрес').waitFor()
    await expect.poll(() => heardSeconds(page), patience).toBeGreaterThan(0.2)
    await expect
      .poll(async () => Number(await page.getByRole('meter').getAttribute('aria-valuenow')))
      .toBeGreaterThan(5)
    await page.getByRole('button', { name: 'Остановить' }).click()
    await bar.waitFor({ state: 'detached' })
    await ask(page, 'Как с вами связаться?')
    await bar.waitFor()
    expect(await page.evaluate('soundContexts.length')).toBe(1)
    await page.getByRole('button', { name: 'Выключить голос' }).click()
    await bar.waitFor({ state: 'detached' })
  })

  it('waits for a tap where the browser lets no sound out, and loses no word', async () => {
    await server.call('POST', '/admin/llm/providers', { name: 'Проба', baseUrl: model.baseUrl, model: 'small' })
    await page.getByRole('button', { name: 'Включить голос' }).click()
    await ask(page, 'Почему трава зелёная?')
    const answer = await model.nextRequest()
    answer.say('В траве есть хлорофилл, и он отражает зелёный свет. А дальше ')
    await page.getByRole('group', { name: 'Секретарь говорит' }).waitFor()
    // A window that was just opened was not pressed yet: the browser keeps it quiet.
    const other = await page.context().newPage()
    await other.addInitScript({ content: quietUntilPressed })
    await other.goto(page.url())
    const bar = other.getByRole('group', { name: 'Секретарь говорит' })
    const tap = bar.getByRole('button', { name: 'Нажмите, чтобы услышать' })
    await tap.waitFor()
    expect(await heardSeconds(other)).toBe(0)
    await tap.click()
    await bar.getByText('В траве есть хлорофилл').waitFor()
    await expect.poll(() => heardSeconds(other), patience).toBeGreaterThan(0.1)
    answer.finish()
  })

  it('plays the sample of the voice on a press', async () => {
    await page.goto(`${server.url}/panel/settings?section=voice`)
    await page.evaluate(`{
      const play = HTMLMediaElement.prototype.play
      HTMLMediaElement.prototype.play = function () {
        window.sample = this
        return play.call(this)
      }
    }`)
    await page.getByRole('button', { name: 'Послушать' }).click()
    await expect.poll(() => page.evaluate<number>('window.sample?.currentTime ?? 0'), patience).toBeGreaterThan(0.1)
  })
})
