import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'
import { insertConversation } from '#server-test/support/insert-rows.ts'

describe('clearing tests', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp()
  })
  afterAll(() => app.close())
  const json = async (response: Response) => JSON.parse(await response.text())

  it('takes the own talks of the panel and nothing else, and can be taken back as a whole', async () => {
    const [owner, colleague] = [await app.logIn('admin'), await app.logIn('user')]
    const add = async (userId: string | null, source: 'panel' | 'api') =>
      (await insertConversation(app.container.db, { ownerId: userId, source })).conversation.id
    const own = [await add(owner.user.id, 'panel'), await add(owner.user.id, 'panel')]
    const others = [await add(owner.user.id, 'api'), await add(colleague.user.id, 'panel'), await add(null, 'panel')]
    const removedBefore = await add(owner.user.id, 'panel')
    await app.call('DELETE', `/admin/chat/sessions/${removedBefore}`, { as: owner })
    const listed = async () =>
      (await json(await app.call('GET', '/admin/chat/sessions', { as: owner }))).items.map(
        ({ id }: { id: string }) => id,
      )
    const cleared = await json(await app.call('POST', '/admin/chat/tests/clear', { as: owner, body: {} }))
    expect(cleared.count).toBe(2)
    expect((await listed()).toSorted()).toEqual(others.toSorted())
    const body = { clearedAt: cleared.clearedAt }
    expect(await json(await app.call('POST', '/admin/chat/tests/restore', { as: colleague, body }))).toEqual({
      count: 0,
    })
    expect(await json(await app.call('POST', '/admin/chat/tests/restore', { as: owner, body }))).toEqual({ count: 2 })
    expect((await listed()).toSorted()).toEqual([...own, ...others].toSorted())
  })
})
