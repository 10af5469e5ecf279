import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { sidewaysOverflow } from './support/check-page.ts'
import { ask } from './support/open-panel.ts'
import { type ScriptedModel, startScriptedModel } from './support/scripted-model.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllInPanel, describeInBrowser } from './support/stage.ts'
import { watchPage } from './support/watch-page.ts'

const listOf = (page: Page) => page.getByRole('region', { name: 'Список разговоров' })

describeInBrowser('conversations with a language model', () => {
  let server: SeededServer
  let model: ScriptedModel
  let page: Page
  let watched: ReturnType<typeof watchPage>

  beforeAllInPanel(async (stage) => {
    ;({ server, page } = stage)
    model = await startScriptedModel()
    await server.call('POST', '/admin/llm/providers', { name: 'Проба', baseUrl: model.baseUrl, model: 'small' })
    watched = watchPage(page, server.url)
    await page.goto(`${server.url}/panel/chat`)
    await listOf(page).getByRole('button', { name: 'Новый разговор' }).click()
    await page.getByText('Спросите что-нибудь').waitFor()
  })
  afterAll(() => model?.close())

  it('shows words as they come, and keeps and marks what was said when it is stopped', async () => {
    await ask(page, 'Расскажи о приливах')
    const answer = await model.nextRequest()
    answer.say('Приливы вызывает Луна, ')
    await page.getByRole('log').getByText('Приливы вызывает Луна').waitFor()
    await page.getByRole('button', { name: 'Остановить' }).click()
    await answer.aborted
    await page.getByText('Ответ прерван').waitFor()
    expect(await page.getByRole('log').getByText('Приливы вызывает Луна').count()).toBe(1)
  })

  it('answers again as a version beside the first, and switches between them', async () => {
    await page.getByRole('button', { name: 'Ответить ещё раз' }).last().click()
    const answer = await model.nextRequest()
    answer.say('Второй рассказ о приливах.')
    answer.finish()
    await page.getByText('ответила модель small').waitFor()
    await page.getByText('2/2').waitFor()
    await page.getByRole('button', { name: 'Предыдущий вариант' }).last().click()
    await page.getByText('1/2').waitFor()
    await page.getByText('Ответ прерван').waitFor()
    await page.getByRole('button', { name: 'Следующий вариант' }).last().click()
    await page.getByRole('log').getByText('Второй рассказ о приливах.').waitFor()
  })

  it('misses nothing of an answer while the connection is gone', async () => {
    await ask(page, 'Почему небо синее?')
    const answer = await model.nextRequest()
    answer.say('Свет рассеивается ')
    await page.getByRole('log').getByText('Свет рассеивается').waitFor()
    await page.context().setOffline(true)
    await page.getByText(/Нет связи с сервером/).waitFor()
    answer.say('в воздухе, ')
    await page.context().setOffline(false)
    await page.getByRole('log').getByText('Свет рассеивается в воздухе,').waitFor()
    answer.say('синий сильнее всего.')
    await page.getByRole('log').getByText('Свет рассеивается в воздухе, синий сильнее всего.').waitFor()
    answer.finish()
    await page.getByText('ответила модель small').nth(1).waitFor()
    await page.getByText(/Нет связи с сервером/).waitFor({ state: 'detached' })
  })

  it('picks an answer up in the middle after a reload', async () => {
    await ask(page, 'Что такое радуга?')
    const answer = await model.nextRequest()
    answer.say('Радуга — это ')
    await page.getByRole('log').getByText('Радуга — это').waitFor()
    await page.reload()
    await page.getByRole('log').getByText('Радуга — это').waitFor()
    answer.say('свет в каплях.')
    answer.finish()
    await page.getByRole('log').getByText('Радуга — это свет в каплях.').waitFor()
  })

  it('draws Markdown, and neither HTML nor pictures nor addresses that run something', async () => {
    await ask(page, 'Покажи разметку')
    const answer = await model.nextRequest()
    answer.say(
      '**жирно** <img src=x onerror=alert(1)> ![кот](https://example.com/cat.png) [зло](javascript:alert(1))\n',
    )
    answer.say(
      '<script>alert(2)</script> <svg onload=alert(3)> <style>*{display:none}</style> <iframe src="//example.com">\n',
    )
    answer.say(
      '[данные](data:text/html,<script>alert(4)</script>) [хитро](java&#115;cript:alert(5)) <javascript:alert(6)>\n\n',
    )
    answer.say(`|${' длинный столбец |'.repeat(40)}\n|${'---|'.repeat(40)}\n|${' 1 |'.repeat(40)}\n\n`)
    answer.say(`${'очень'.repeat(200)}\n\n\`\`\`html\n<script>alert(7)</script> ${'x'.repeat(500)}`)
    answer.finish()
    await page.getByText('ответила модель small').nth(3).waitFor()
    const bubble = page.getByRole('article', { name: 'Ответ секретаря' }).last()
    expect(await bubble.locator('strong').textContent()).toBe('жирно')
    expect(await bubble.locator('img, script, svg[onload], style, iframe').count()).toBe(0)
    expect(await bubble.locator('a:not([href^="http"])').count()).toBe(0)
    expect(await bubble.textContent()).toContain('<img src=x onerror=alert(1)>')
    // What is wide scrolls inside itself, on a phone too.
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await sidewaysOverflow(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
    await bubble.waitFor()
  })

  it('downloads the conversation as text and as JSON', async () => {
    const save = async (name: string) => {
      const started = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Скачать разговор' }).click()
      await page.getByRole('menuitem', { name }).click()
      const download = await started
      return readFile(await download.path(), 'utf8')
    }
    expect(await save('Текстом (.md)')).toContain('Второй рассказ о приливах.')
    expect(JSON.stringify(JSON.parse(await save('Целиком (.json)')))).toContain('Свет рассеивается')
  })

  it('renames, pins, finds and deletes a conversation, and takes the deletion back', async () => {
    const list = listOf(page)
    await page.getByRole('button', { name: 'Переименовать' }).click()
    await page.getByLabel('Название разговора').fill('Про природу')
    await page.keyboard.press('Enter')
    await list.getByText('Про природу').waitFor()
    await list.getByRole('button', { name: 'Действия: Про природу' }).click()
    await page.getByRole('menuitem', { name: 'Закрепить' }).click()
    await list.getByLabel('Закреплён').waitFor()
    await list.getByRole('searchbox').fill('Луна')
    await list.getByText('Про природу').waitFor({ state: 'detached' })
    await list.getByRole('searchbox').fill('природ')
    await list.getByText('Про природу').waitFor()
    await list.getByRole('button', { name: 'Действия: Про природу' }).click()
    await page.getByRole('menuitem', { name: 'Удалить' }).click()
    await list.getByText('Про природу').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Отменить' }).click()
    await list.getByText('Про природу').waitFor()
  })

  it('broke no rule of its content security policy and asked nobody else', () => {
    expect(watched.foreignRequests).toEqual([])
    expect(watched.complaints).toEqual([])
  })
})
