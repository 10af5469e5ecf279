import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { sidewaysOverflow } from './support/check-page.ts'
import { openPanel } from './support/open-panel.ts'
import type { SeededServer } from './support/seeded-server.ts'
import { beforeAllWithServer, describeInBrowser } from './support/stage.ts'
import { open, views } from './support/views.ts'

/** Eighty letters without a place to break. */
const word = 'превысокомногорассмотрительствующий'.repeat(3).slice(0, 80)
const link = `https://example.com/${'a'.repeat(80)}`

describeInBrowser('words that do not end', () => {
  let server: SeededServer
  let page: Page

  beforeAllWithServer(async (stage) => {
    ;({ server } = stage)
    const { call } = server
    await call('PATCH', '/admin/business/profile', { name: word, description: word, address: word })
    await call('POST', '/admin/business/services', { name: word })
    await call('POST', '/admin/faq/entries', {
      question: word,
      answer: `${word} ${link}\n\n\`${word}\``,
      phrasings: [link],
    })
    await call('POST', '/admin/api-keys', { name: word })
    await call('POST', '/admin/llm/providers', {
      name: word,
      baseUrl: `http://127.0.0.1:9/${'v'.repeat(60)}`,
      model: word,
    })
    const { id } = (await call('POST', '/admin/chat/sessions', { title: word })) as { id: string }
    const say = async (content: string) =>
      (await server.send('POST', `/admin/chat/sessions/${id}/stream`, { content })).text()
    await say(word)
    await say(`${word} ${link}`)
    await say(`${word.slice(0, 60)}, +7 999 123-45-67`)
    server.conversationId = id
    page = (await openPanel(stage.browser, server, { viewport: { width: 360, height: 740 } })).page
  })

  it.each(views)('stay inside of a phone on every page: $name', async (view) => {
    await open(page, server, view)
    expect(await sidewaysOverflow(page)).toEqual([])
  })
})
