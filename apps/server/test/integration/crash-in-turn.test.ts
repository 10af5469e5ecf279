import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import {
  type FakeOpenAiServer,
  fakeOpenAiKey,
  startFakeOpenAiServer,
} from '@secretary/models/testing/fake-openai-server'
import { afterEach, expect, it } from 'vitest'
import { startTestApp } from '#server-test/support/app.ts'
import { readEvents, type WireEvent } from '#server-test/support/read-events.ts'
import { startServerProcess } from '#server-test/support/server-process.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function startVendor(): Promise<FakeOpenAiServer> {
  const vendor = await startFakeOpenAiServer()
  cleanups.push(() => vendor.close())
  return vendor
}

async function startProcess(vendor: FakeOpenAiServer) {
  const dataDir = mkdtempSync(join(tmpdir(), 'secretary-crash-'))
  cleanups.push(() => rmSync(dataDir, { recursive: true, force: true }))
  const start = async () => {
    const server = await startServerProcess({ DATA_DIR: dataDir, RATE_LIMIT_ENABLED: 'false' })
    cleanups.push(() => server.close())
    return server
  }
  let server = await start()
  const token = await server.setUp()
  const call = async (method: string, path: string, body?: unknown) =>
    fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  await call('POST', '/admin/llm/providers', {
    name: 'Fake',
    baseUrl: vendor.baseUrl,
    model: 'small',
    apiKey: fakeOpenAiKey,
  })
  return {
    call,
    begin: async () => ((await (await call('POST', '/admin/chat/sessions', {})).json()) as { id: string }).id,
    server: () => server,
    async restart() {
      server = await start()
      return server
    },
  }
}

const textOf = (events: readonly WireEvent[]) =>
  events.map(({ data }) => (data.type === 'text-delta' ? data.text : '')).join('')

it('kill -9 right after messages were accepted: each of them is there after the next start, and is answered', async () => {
  const vendor = await startVendor()
  vendor.answerWith({ deltas: ['Не ', 'успею.'], delayMs: 60_000 })
  const { call, begin, server, restart } = await startProcess(vendor)
  const ids = await Promise.all(Array.from({ length: 12 }, begin))
  const accepted: string[] = []
  const sent = ids.map(async (id) => {
    const response = await call('POST', `/admin/chat/sessions/${id}/messages`, { content: `Вопрос ${id}` })
    if (response.status === 202) accepted.push(id)
    if (accepted.length === 4) await server().kill()
  })
  await Promise.allSettled(sent)
  expect(accepted.length).toBeGreaterThanOrEqual(4)

  vendor.answerWith({ deltas: ['Вот ', 'ответ.'] })
  const { printed } = await restart()
  const repaired = Number(/questions that are answered now: (\d+)/.exec(printed)?.[1])
  expect(repaired).toBeGreaterThanOrEqual(accepted.length)
  for (const id of accepted) {
    const said = async () => {
      const { messages } = (await (await call('GET', `/admin/chat/sessions/${id}`)).json()) as {
        messages: { content: string }[]
      }
      return messages.map(({ content }) => content)
    }
    await expect.poll(said, { timeout: 20_000 }).toEqual([`Вопрос ${id}`, 'Вот ответ.'])
  }
})

it('kill -9 of the voice while it speaks: the answer goes on to its end, the client is told, and the voice comes back', async () => {
  const vendor = await startVendor()
  const words = 'Мы работаем каждый день, с утра до вечера, и рады каждому, кто придёт. '
  vendor.answerWith({ deltas: [words, words, ...Array<string>(40).fill('Ждём вас. ')], delayMs: 50 })
  const { call, begin, server } = await startProcess(vendor)
  const id = await begin()
  const events: WireEvent[] = []
  let killed = 0
  for await (const event of readEvents(
    await call('POST', `/admin/chat/sessions/${id}/stream`, { content: 'Как вы работаете?', withVoice: true }),
  )) {
    events.push(event)
    if (event.data.type !== 'speech-frame' || killed > 0) continue
    for (const pid of childrenOf(server().pid, 'espeak-engine')) {
      process.kill(pid, 'SIGKILL')
      killed++
    }
  }
  expect(killed).toBe(1)
  expect(textOf(events)).toBe(words + words + 'Ждём вас. '.repeat(40))
  expect(events.map(({ data }) => data)).toContainEqual(
    expect.objectContaining({ type: 'notice', code: 'voice-unavailable' }),
  )
  expect(events.at(-1)?.data).toMatchObject({ type: 'finish', finishReason: 'stop' })

  vendor.answerWith({ deltas: ['Добрый день, чем помочь?'] })
  const speaks = async () => {
    const answer = await call('POST', `/admin/chat/sessions/${id}/stream`, { content: 'А сейчас?', withVoice: true })
    return (await readEvents(answer).all()).some(({ data }) => data.type === 'speech-frame')
  }
  await expect.poll(speaks, { timeout: 30_000, interval: 500 }).toBe(true)
})

function childrenOf(pid: number, entry: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => {
      try {
        const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${other}/status`, 'utf8'))?.[1]
        return Number(parent) === pid && readFileSync(`/proc/${other}/cmdline`, 'utf8').includes(entry)
      } catch {
        return false // It ended meanwhile.
      }
    })
}

it('a crash of the thread that writes: what was confirmed is stored, what was not is refused, and the next write finds a new one', async () => {
  const workers: Worker[] = []
  const note = (worker: Worker) => void workers.push(worker)
  process.on('worker', note)
  cleanups.push(() => void process.off('worker', note))
  const vendor = await startVendor()
  const app = await startTestApp()
  cleanups.push(() => app.close())
  const writer = workers[0]
  const admin = await app.logIn('admin')
  const call = (method: string, path: string, body?: unknown) =>
    app.call(method, path, { as: admin, ...(body !== undefined && { body }) })
  await call('POST', '/admin/llm/providers', {
    name: 'Fake',
    baseUrl: vendor.baseUrl,
    model: 'small',
    apiKey: fakeOpenAiKey,
  })
  const begin = async () => ((await (await call('POST', '/admin/chat/sessions', {})).json()) as { id: string }).id
  const messages = async (id: string) =>
    (
      (await (await call('GET', `/admin/chat/sessions/${id}`)).json()) as {
        messages: { id: string; role: string; content: string; state: string }[]
      }
    ).messages

  vendor.answerWith({ deltas: Array<string>(20).fill('слово '), delayMs: 20 })
  const talking = await begin()
  const events: WireEvent[] = []
  const ids = await Promise.all(Array.from({ length: 20 }, begin))
  let outcomes: { status: number; messageId?: string; id: string }[] = []
  for await (const event of readEvents(
    await call('POST', `/admin/chat/sessions/${talking}/stream`, { content: 'Расскажи' }),
  )) {
    events.push(event)
    if (event.data.type !== 'text-delta' || outcomes.length > 0) continue
    const sent = ids.map(async (id) => {
      const response = await call('POST', `/admin/chat/sessions/${id}/messages`, { content: 'Вопрос' })
      return { id, status: response.status, ...((await response.json()) as { messageId?: string }) }
    })
    void writer?.terminate()
    outcomes = await Promise.all(sent)
  }
  expect(writer?.threadId).toBe(-1)
  // The answer that was being given does not notice.
  expect(textOf(events)).toBe('слово '.repeat(20))
  expect(await messages(talking)).toMatchObject([{ role: 'user' }, { state: 'complete' }])
  for (const { id, status, messageId } of outcomes) {
    expect([202, 500]).toContain(status)
    if (status === 202) expect((await messages(id))[0]?.id).toBe(messageId)
  }
  expect((await call('POST', `/admin/chat/sessions/${talking}/messages`, { content: 'И ещё' })).status).toBe(202)
})
