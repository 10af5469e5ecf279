import { Agent, get } from 'node:http'
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
  const agent = new Agent({ keepAlive: true, maxSockets: CROWD + 2 })
  const ask = (path: string, { accessToken }: typeof greedy) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${accessToken}` }
      get(app.url + path, { agent, headers }, (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode))
      }).once('error', reject)
    })
  const everybody = [...Array.from({ length: CROWD }, () => greedy), other, other]
  // Each has his connection: what counts is that all of them ask in the same moment.
  await Promise.all(everybody.map((one) => ask('/health', one)))
  const answers = await Promise.all(everybody.map((one) => ask('/admin/probe/look', one)))
  expect(new Set(answers)).toEqual(new Set([200]))
  expect(served).toHaveLength(CROWD + 2)
  expect(served.lastIndexOf('other')).toBeLessThan(CROWD / 2)
  agent.destroy()
})
