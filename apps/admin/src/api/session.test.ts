import { ApiProblem } from '@secretary/api-client/create-client'
import type { SessionGrant } from '@secretary/contracts/auth.contract'
import { expect, it, vi } from 'vitest'
import { createSession } from './session.ts'

const grantOf = (accessToken: string): SessionGrant => ({
  accessToken,
  expiresInSeconds: 900,
  user: {
    id: 'u1',
    name: 'olga',
    displayName: 'Olga',
    role: 'admin',
    language: 'ru',
    createdAt: '2026-01-01T00:00:00.000Z',
    lastLoginAt: null,
  },
  permissions: { faq: 'manage' },
})

const refusal = (status: number) =>
  new ApiProblem({ type: 'about:blank', title: 'no', status, code: 'session_ended', requestId: 'r1' })

/** A server that accepts exactly one token. */
function serverWith(state: { accepted: string }) {
  return vi.fn(async (_input: unknown, init?: RequestInit) => {
    const isAccepted = new Headers(init?.headers).get('authorization') === `Bearer ${state.accepted}`
    return new Response(null, { status: isAccepted ? 200 : 401 })
  })
}

it('shares one exchange between calls that fail together, and asks each again once', async () => {
  const state = { accepted: 'second' }
  const fetch = serverWith(state)
  const refresh = vi.fn(async () => grantOf('second'))
  const session = createSession({ fetch, refresh, now: () => 0 })
  session.begin(grantOf('first'))

  const responses = await Promise.all([session.fetch('/a'), session.fetch('/b'), session.fetch('/c')])

  expect(responses.map((response) => response.status)).toEqual([200, 200, 200])
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(fetch).toHaveBeenCalledTimes(6)
})

it('gives up after one retry', async () => {
  const fetch = serverWith({ accepted: 'never' })
  const refresh = vi.fn(async () => grantOf('also-refused'))
  const session = createSession({ fetch, refresh, now: () => 0 })
  session.begin(grantOf('first'))

  expect((await session.fetch('/a')).status).toBe(401)
  expect(refresh).toHaveBeenCalledTimes(1)
  expect(fetch).toHaveBeenCalledTimes(2)
})

it('does not exchange for somebody who never logged in', async () => {
  const refresh = vi.fn(async () => grantOf('x'))
  const session = createSession({ fetch: serverWith({ accepted: 'x' }), refresh, now: () => 0 })

  expect((await session.fetch('/a')).status).toBe(401)
  expect(refresh).not.toHaveBeenCalled()
})

it('renews before the end instead of failing first', async () => {
  let nowMs = 0
  const fetch = serverWith({ accepted: 'second' })
  const session = createSession({ fetch, refresh: async () => grantOf('second'), now: () => nowMs })
  session.begin(grantOf('first'))
  nowMs = 890_000

  expect((await session.fetch('/a')).status).toBe(200)
  expect(fetch).toHaveBeenCalledTimes(1)
})

it('ends and says so when the cookie is refused', async () => {
  const session = createSession({
    fetch: serverWith({ accepted: 'never' }),
    refresh: async () => Promise.reject(refusal(401)),
    now: () => 0,
  })
  const heard: (string | null)[] = []
  session.onChange((grant) => heard.push(grant?.accessToken ?? null))
  session.begin(grantOf('first'))

  expect((await session.fetch('/a')).status).toBe(401)
  expect(heard).toEqual(['first', null])
})

it('keeps the session when the server is only out of reach', async () => {
  const heard: unknown[] = []
  const session = createSession({
    fetch: serverWith({ accepted: 'never' }),
    refresh: async () => Promise.reject(new TypeError('fetch failed')),
    now: () => 0,
  })
  session.begin(grantOf('first'))
  session.onChange((grant) => heard.push(grant))

  await expect(session.fetch('/a')).rejects.toThrow(TypeError)
  expect(heard).toEqual([])
})

it('is not brought back by an exchange that was under way at the logout', async () => {
  let answer: (grant: SessionGrant) => void = () => undefined
  const session = createSession({
    fetch: serverWith({ accepted: 'late' }),
    refresh: () =>
      new Promise((resolve) => {
        answer = resolve
      }),
    now: () => 0,
  })
  session.begin(grantOf('first'))
  const renewal = session.renew()
  session.end()
  answer(grantOf('late'))

  expect(await renewal).toBe(false)
  expect((await session.fetch('/a')).status).toBe(401)
})
