import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

it('compares unanswered questions as soon as a panel is there to look at them, and not before', async () => {
  const begin = vi.spyOn(app.container.unansweredPreparation, 'begin')
  const as = await app.logIn('admin')
  await app.call('GET', '/admin/auth/me', { as })
  expect(begin).not.toHaveBeenCalled()
  const leave = new AbortController()
  const stream = await app.call('GET', '/admin/events', { as, signal: leave.signal })
  expect(stream.status).toBe(200)
  expect(begin).toHaveBeenCalledOnce()
  leave.abort()
})
