import { type Contract, route } from '@secretary/contracts/route'
import { Empty } from '@secretary/contracts/scalars'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '#server-test/support/app.ts'

const CROWD = 100
/** More than a lap of the event loop bears. */
const WORK_MS = 6

const probes = {
  look: route({
    tags: ['system'],
    summary: 'A probe',
    method: 'GET',
    path: '/admin/probe/look',
    access: 'session',
    responses: { 200: Empty },
  }),
} satisfies Contract

let app: TestApp
/** Who was served, in this order. */
const served: string[] = []

beforeAll(async () => {
  app = await startTestApp({
    addRoutes: (mount) =>
      mount(probes, {
        look: ({ actor }) => {
          served.push(actor.name)
          for (const end = performance.now() + WORK_MS; performance.now() < end; );
          return {}
        },
      }),
  })
})
afterAll(() => app.close())

it('a hundred looks of one person in the same moment keep nobody else waiting for all of them', async () => {
  const [greedy, other] = [await app.logIn('admin', 'greedy'), await app.logIn('admin', 'other')]
  const look = ({ accessToken }: typeof greedy) =>
    app.app.inject({ url: '/admin/probe/look', headers: { authorization: `Bearer ${accessToken}` } })
  const answers = await Promise.all([...Array.from({ length: CROWD }, () => look(greedy)), look(other), look(other)])
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true)
  expect(served).toHaveLength(CROWD + 2)
  expect(served.lastIndexOf('other')).toBeLessThan(CROWD / 2)
})
