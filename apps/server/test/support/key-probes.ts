import { type Contract, route } from '@secretary/contracts/route'
import { Empty } from '@secretary/contracts/scalars'
import { expect } from 'vitest'
import * as z from 'zod'
import { systemActor } from '#server/platform/actor.ts'
import { startTestApp, type TestApp } from './app.ts'

const shared = { tags: ['openai'], summary: 'A probe', errors: 'openai' } as const
const probes = {
  models: route({
    ...shared,
    method: 'GET',
    path: '/v1/probe/models',
    access: 'key:models',
    responses: { 200: Empty },
  }),
  audio: route({ ...shared, method: 'GET', path: '/v1/probe/audio', access: 'key:audio', responses: { 200: Empty } }),
  chat: route({
    ...shared,
    method: 'POST',
    path: '/v1/probe/chat',
    access: 'key:chat',
    audit: { none: 'A probe' },
    bodyLimitBytes: 1000,
    body: z.object({ model: z.string(), messages: z.array(z.object({ content: z.string() })) }),
    responses: { 200: Empty },
  }),
  fails: route({ ...shared, method: 'GET', path: '/v1/probe/fails', access: 'key:models', responses: { 200: Empty } }),
  stream: route({
    ...shared,
    method: 'GET',
    path: '/v1/probe/stream',
    access: 'key:models',
    produces: 'text/plain',
    responses: { 200: z.string() },
  }),
} satisfies Contract

/** The server with a route of each scope, which does nothing but be opened. */
export const startAppWithProbes = (options: Parameters<typeof startTestApp>[0] = {}) =>
  startTestApp({
    ...options,
    addRoutes: (mount) =>
      mount(probes, {
        models: () => ({}),
        audio: () => ({}),
        chat: () => ({}),
        fails() {
          throw new Error('the inside of the server')
        },
        async stream({ reply, signal }) {
          reply.hijack()
          reply.raw.writeHead(200, { 'content-type': 'text/plain' })
          reply.raw.write('begun')
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
          reply.raw.end(' and ended')
          return undefined
        },
      }),
  })

/** A call over the socket with these headers and no session. */
export const get = (app: TestApp, path: string, headers: Record<string, string>) => app.call('GET', path, { headers })
export const withKey = (key: string) => ({ authorization: `Bearer ${key}` })
/** The error in the shape of OpenAI, and nothing beside it. */
export const errorOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/json')
  const { error, ...more } = (await response.json()) as {
    error: { message: string; type: string; param: string | null; code: string | null }
  }
  expect(more).toEqual({})
  expect(Object.keys(error).sort()).toEqual(['code', 'message', 'param', 'type'])
  return error
}

/** A key of the system. */
export const createKey = (
  app: TestApp,
  input: Partial<Parameters<TestApp['container']['apiKeys']['create']>[1]> = {},
) =>
  app.container.apiKeys.create(systemActor, {
    name: 'Программа',
    scopes: [],
    allowedOrigins: [],
    expiresAt: null,
    ...input,
  })
