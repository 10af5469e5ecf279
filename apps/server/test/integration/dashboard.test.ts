import { fakeOpenAiKey, startFakeOpenAiServer } from '@secretary/models/testing/fake-openai-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

describe('the dashboard', () => {
  let app: TestApp
  let owner: Awaited<ReturnType<TestApp['logIn']>>
  const read = async (as = owner) => JSON.parse(await (await app.call('GET', '/admin/dashboard?days=7', { as })).text())
  const ask = async (content: string) => {
    const { id } = JSON.parse(await (await app.call('POST', '/admin/chat/sessions', { as: owner, body: {} })).text())
    await (await app.call('POST', `/admin/chat/sessions/${id}/stream`, { as: owner, body: { content } })).text()
  }

  beforeAll(async () => {
    app = await startTestApp()
    owner = await app.logIn('admin')
  })
  afterAll(() => app.close())

  it('of a new installation says what to do first', async () => {
    const dashboard = await read()
    expect(dashboard).toMatchObject({
      status: 'working',
      parts: { database: { state: 'working', name: 'SQLite' }, model: { state: 'off' } },
      backup: { state: 'none', lastSuccessAt: null },
      leads: { new: 0, open: 0 },
    })
    expect(dashboard.nextSteps[0]).toBe('questions')
    expect(dashboard.days).toHaveLength(7)
  })

  it('says since when the model fails, and when it answers again', async () => {
    const vendor = await startFakeOpenAiServer()
    const body = { name: 'Модель', baseUrl: vendor.baseUrl, model: 'small', apiKey: fakeOpenAiKey }
    await app.call('POST', '/admin/llm/providers', { as: owner, body })
    expect((await read()).parts.model).toMatchObject({ state: 'unknown', name: 'small' })
    vendor.answerWith({ status: 503 })
    await ask('Сколько весит Луна?')
    const failing = await read()
    expect(failing.status).toBe('limited')
    expect(failing.parts.model).toMatchObject({ state: 'failing', failingSince: expect.stringMatching(/Z$/) })
    vendor.answerWith({ deltas: ['Много'] })
    await ask('А Марс?')
    expect(await read()).toMatchObject({
      status: 'working',
      parts: { model: { state: 'working', failingSince: null } },
    })
    await vendor.close()
  })

  it('counts no talk of the panel, and gives a user no advice that only an admin can follow', async () => {
    expect((await read()).days.at(-1)).toMatchObject({ conversations: 0 })
    const user = await app.logIn('user')
    expect((await read(user)).nextSteps).toEqual([])
    const guest = await app.logIn('guest')
    expect((await app.call('GET', '/admin/dashboard', { as: guest })).status).toBe(403)
  })
})

describe('the advice to answer what nobody knew', () => {
  let app: TestApp
  let owner: Awaited<ReturnType<TestApp['logIn']>>
  let key = ''
  const read = async () => JSON.parse(await (await app.call('GET', '/admin/dashboard?days=7', { as: owner })).text())
  const ask = async (content: string, more: Record<string, unknown> = {}) => {
    const body = { model: 'secretary', messages: [{ role: 'user', content }], ...more }
    const headers = { authorization: `Bearer ${key}` }
    expect((await app.call('POST', '/v1/chat/completions', { body, headers })).status).toBe(200)
  }

  beforeAll(async () => {
    app = await startTestApp()
    owner = await app.logIn('admin')
    const made = await app.call('POST', '/admin/api-keys', { as: owner, body: { name: 'Site' } })
    key = JSON.parse(await made.text()).key
  })
  afterAll(() => app.close())

  it('is not given for a question that was counted and not kept: there is nothing to answer', async () => {
    await ask('Сколько весит Луна?')
    await expect.poll(async () => (await read()).days.at(-1).answers.none).toBe(1)
    expect((await read()).nextSteps).not.toContain('unanswered')
  })

  it('is given for one that was kept, until it is set aside', async () => {
    await ask('Есть ли у вас парковка?', { metadata: { conversation_id: 'new' } })
    expect((await read()).nextSteps).toContain('unanswered')
    const { items } = JSON.parse(await (await app.call('GET', '/admin/faq/unanswered', { as: owner })).text())
    expect(items).toHaveLength(1)
    const body = { key: items[0].key, isDismissed: true }
    expect((await app.call('POST', '/admin/faq/unanswered/dismiss', { as: owner, body })).status).toBeLessThan(300)
    expect((await read()).nextSteps).not.toContain('unanswered')
  })
})
