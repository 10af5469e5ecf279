import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { callRow, type ErrorBody, eventsIn } from '#server-test/support/openai-client.ts'
import { readEvents } from '#server-test/support/read-events.ts'
import { beforeAllWithVendor, type RelayStage } from '#server-test/support/relay-stage.ts'
import { beginStream, delta } from '#server-test/support/scripted-vendor.ts'

const passedThrough = { model: 'vendor/m', messages: [{ role: 'user', content: 'Hi' }], stream: true }
const MINUTE_MS = 60_000
const STEP_MS = 5_000
/** What a vendor does before it says nothing more. */
const stalls = {
  nothing: () => {},
  'its headers': (response: ServerResponse) => {
    beginStream(response)
    response.flushHeaders()
  },
  'its headers and half an event': (response: ServerResponse) => {
    beginStream(response)
    response.write('data: {"choices":[{"index":0,"delta":{"cont')
  },
  'a word and half an event': (response: ServerResponse) => {
    beginStream(response)(delta('Мы '))
    response.write('data: {"choices":[{"index":0,"delta":{"cont')
  },
}

describe('a vendor that says nothing for a minute', () => {
  let { app, vendor, client } = {} as RelayStage
  beforeAllWithVendor(
    (stage) => {
      ;({ app, vendor, client } = stage)
    },
    { isDefault: true },
  )
  // Time goes on by itself for everybody who does not wait for a vendor.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }))
  afterEach(() => void vi.useRealTimers())

  /** Plays the stall, and lets time go by until the connection to the vendor has been given up. */
  async function stall<T>(
    script: (response: ServerResponse) => void,
    ask: () => Promise<T>,
    /** Until what the vendor did say has arrived. */
    hear: (asked: Promise<T>) => Promise<unknown> = async () => {},
  ): Promise<T> {
    const begun = Promise.withResolvers<void>()
    vendor.play((response) => {
      script(response)
      begun.resolve()
    })
    let [isGivenUp, waitedMs] = [false, 0]
    void vendor.nextHangUp().then(() => {
      isGivenUp = true
    })
    const asked = ask()
    await begun.promise
    await hear(asked)
    for (; !isGivenUp; waitedMs += STEP_MS) {
      vi.advanceTimersByTime(STEP_MS)
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    expect(waitedMs).toBeGreaterThanOrEqual(MINUTE_MS - STEP_MS)
    return asked
  }

  it.each(['nothing', 'its headers', 'its headers and half an event'] as const)(
    'after %s is a status for a program that is passed through',
    async (said) => {
      const response = await stall(stalls[said], () => client.chat(passedThrough))
      expect(response.status).toBe(504)
      const { error } = (await response.json()) as ErrorBody
      expect(error).toMatchObject({ code: 'provider_timeout', type: 'server_error', param: null })
    },
  )

  it('after a word and half an event is the last event for a program that is passed through', async () => {
    const response = await stall(
      stalls['a word and half an event'],
      () => client.chat(passedThrough),
      (asked) => asked,
    )
    expect(response.status).toBe(200)
    const events = eventsIn(await response.text())
    expect(events[0]).toEqual(delta('Мы '))
    expect(events.at(-1)).toMatchObject({ error: { code: 'provider_timeout', type: 'server_error' } })
    const row = await callRow(app, response.headers.get('x-request-id') ?? '')
    expect(row).toMatchObject({ outcome: 'failed', error_code: 'provider_timeout' })
  })

  const talkInPanel = async () => {
    const as = await app.logIn('admin')
    const made = await app.call('POST', '/admin/chat/sessions', { as, body: {} })
    const path = `/admin/chat/sessions/${((await made.json()) as { id: string }).id}`
    return {
      ask: async () =>
        readEvents(await app.call('POST', `${path}/stream`, { as, body: { content: 'Есть парковка?' } })),
      messages: async () => ((await (await app.call('GET', path, { as })).json()) as { messages: object[] }).messages,
    }
  }

  it.each(['nothing', 'its headers', 'its headers and half an event'] as const)(
    'after %s leaves the panel an honest answer without it',
    async (said) => {
      const { ask } = await talkInPanel()
      const events = await (await stall(stalls[said], ask)).all()
      const sources = events.flatMap(({ data }) => (data.type === 'answer-source' ? [data.answer.source] : []))
      expect(sources).toEqual(['fallback'])
      expect(events.at(-1)?.data.type).toBe('finish')
    },
  )

  it('after a word and half an event is an error in the panel, and what was said is kept', async () => {
    const { ask, messages } = await talkInPanel()
    const events = await stall(stalls['a word and half an event'], ask, async (asked) => {
      const parts = (await asked)[Symbol.asyncIterator]()
      let part = await parts.next()
      while (!part.done && part.value.data.type !== 'text-delta') part = await parts.next()
    })
    expect((await events.all()).at(-1)?.data).toMatchObject({ type: 'error', code: 'model_failed' })
    expect(await messages()).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: 'Мы ', state: 'interrupted' },
    ])
  })
})
