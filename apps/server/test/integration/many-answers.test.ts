import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { connectProvider } from '#server-test/support/connect-provider.ts'
import { type ErrorBody, openAiClient } from '#server-test/support/openai-client.ts'
import {
  beginStream,
  delta,
  finish,
  type ScriptedVendor,
  startScriptedVendor,
} from '#server-test/support/scripted-vendor.ts'

const AT_ONCE = 128
const question = { model: 'secretary', messages: [{ role: 'user', content: 'Есть ли парковка?' }], stream: true }

describe('many answers at once', () => {
  let app: TestApp
  let vendor: ScriptedVendor
  /** Answers that the model is writing, in the order in which it was asked. */
  const writing: ServerResponse[] = []
  const asked = (count: number) => vi.waitUntil(() => writing.length === count, { timeout: 20_000, interval: 5 })

  beforeAll(async () => {
    vendor = await startScriptedVendor()
    vendor.play((response) => {
      beginStream(response)(delta('Да'))
      writing.push(response)
    })
    app = await startTestApp()
    await connectProvider(app, { name: 'Vendor', isDefault: true, baseUrl: vendor.baseUrl })
  })
  afterAll(async () => {
    await app.close()
    await vendor.close()
  })

  async function firstOf(response: Response): Promise<string> {
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    void reader?.cancel()
    return new TextDecoder().decode(value)
  }

  it('of one program wait for each other, those of another come at once', async () => {
    const [busy, other] = [await openAiClient(app), await openAiClient(app)]
    const leave = new AbortController()
    const answers = Array.from({ length: AT_ONCE + 2 }, () => busy.chat(question, leave.signal).catch(() => null))
    await asked(AT_ONCE)

    // The panel is nobody's business of the programs either, and what the FAQ knows needs no model.
    expect(await firstOf(await other.chat(question))).toContain('"role":"assistant"')
    await asked(AT_ONCE + 1)
    const admin = await app.logIn('admin')
    await app.call('POST', '/admin/faq/entries', {
      as: admin,
      body: { question: 'Когда вы открыты?', answer: 'С девяти.' },
    })
    const known = { ...question, stream: false, messages: [{ role: 'user', content: 'Когда вы открыты?' }] }
    expect(await (await busy.chat(known)).text()).toContain('С девяти.')

    // One that is over makes room for one that waits.
    const [first] = writing
    first?.write(`data: ${JSON.stringify(finish)}\n\ndata: [DONE]\n\n`)
    first?.end()
    await asked(AT_ONCE + 2)

    leave.abort()
    await Promise.all(answers)
    // Whoever left while he waited is forgotten: everybody's place is free again.
    writing.splice(0)
    const again = Array.from({ length: AT_ONCE }, () => other.chat(question))
    await asked(AT_ONCE)
    for (const response of writing) response.end(`data: ${JSON.stringify(finish)}\n\n`)
    expect((await Promise.all(again)).map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200))
  })

  it('are refused when a thousand wait, before anything is stored, on every surface', async () => {
    const client = await openAiClient(app)
    const admin = await app.logIn('admin')
    const made = (await (await app.call('POST', '/admin/chat/sessions', { as: admin, body: {} })).json()) as {
      id: string
    }
    const crowd = new AbortController()
    const { take } = app.container.answerSlots
    const waiting = [client.keyId, admin.user.id].flatMap((caller) =>
      Array.from({ length: AT_ONCE + 1_000 }, () => take(caller, { signal: crowd.signal }).catch(() => () => {})),
    )
    await new Promise((resolve) => setImmediate(resolve))
    for (const extra of [{ stream: true }, { stream: false }, { metadata: { conversation_id: 'new' } }]) {
      const response = await client.chat({ ...question, ...extra })
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5'])
      expect(((await response.json()) as ErrorBody).error).toMatchObject({ code: 'rate_limit_exceeded' })
    }
    for (const path of ['messages', 'stream']) {
      const body = { content: 'Есть ли парковка?' }
      const response = await app.call('POST', `/admin/chat/sessions/${made.id}/${path}`, { as: admin, body })
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5'])
      expect(await response.json()).toMatchObject({ code: 'rate_limited' })
    }
    const { messages } = (await (await app.call('GET', `/admin/chat/sessions/${made.id}`, { as: admin })).json()) as {
      messages: unknown[]
    }
    expect(messages).toEqual([])
    crowd.abort()
    for (const giveBack of await Promise.all(waiting)) giveBack()
  })

  it('tell a program that waits long that somebody is there', async () => {
    const client = await openAiClient(app)
    const crowd = new AbortController()
    const { take } = app.container.answerSlots
    const waiting = Array.from({ length: AT_ONCE }, () => take(client.keyId, { signal: crowd.signal }))
    const slots = await Promise.all(waiting)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
    try {
      const hungry = client.chat(question)
      let response: Response | null = null
      void hungry.then((answer) => {
        response = answer
      })
      while (response === null) {
        vi.advanceTimersByTime(1_000)
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await firstOf(await hungry)).toBe(': open\n\n')
    } finally {
      vi.useRealTimers()
      for (const giveBack of slots) giveBack()
    }
  })
})
