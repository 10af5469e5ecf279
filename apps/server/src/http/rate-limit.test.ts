import type { RateClass } from '@secretary/contracts/route'
import type { FastifyReply } from 'fastify'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRateLimiter } from './rate-limit.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createLimiter(isEnabled = true) {
  const limiter = createRateLimiter({ isEnabled, perMinute: { panel: 5, key: 4, login: 2, chat: 3, speech: 1 } })
  return async (rateClass: RateClass, identity: string) => {
    const reply = { head: [] as string[] }
    limiter.consume(rateClass, identity, reply as unknown as FastifyReply)
    return headersIn(reply.head)
  }
}
const headersIn = (head: readonly string[]) =>
  Object.fromEntries(head.flatMap((name, at) => (at % 2 === 0 ? [[name, head[at + 1]]] : [])))
const limited = (retryAfterSeconds: number) => ({ code: 'rate_limited', details: { retryAfterSeconds } })

describe('the limit of requests', () => {
  it('counts down, refuses with the time to wait, and begins again after a minute', async () => {
    const consume = createLimiter()
    expect(await consume('login', 'a')).toEqual({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '1',
      'ratelimit-reset': '60',
    })
    expect(await consume('login', 'a')).toMatchObject({ 'ratelimit-remaining': '0' })
    await expect(consume('login', 'a')).rejects.toMatchObject(limited(60))
    vi.advanceTimersByTime(45_000)
    await expect(consume('login', 'a')).rejects.toMatchObject(limited(15))
    vi.advanceTimersByTime(15_001)
    expect(await consume('login', 'a')).toMatchObject({ 'ratelimit-remaining': '1' })
  })

  it('is for each class and each caller alone', async () => {
    const consume = createLimiter()
    await consume('speech', 'a')
    await expect(consume('speech', 'a')).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await consume('speech', 'b')).toMatchObject({ 'ratelimit-remaining': '0' })
    expect(await consume('chat', 'a')).toMatchObject({ 'ratelimit-limit': '3' })
  })

  it('lets exactly as many through as it says, however many come at once', async () => {
    const consume = createLimiter()
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => consume('panel', 'a')))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  })

  it('keeps no more windows than it may, and forgets those that are over', async () => {
    const consume = createLimiter()
    await consume('speech', 'first')
    for (let other = 0; other < 100_000; other++) await consume('speech', `other ${other}`)
    expect(await consume('speech', 'first')).toMatchObject({ 'ratelimit-remaining': '0' })
    await expect(consume('speech', 'other 99999')).rejects.toMatchObject({ code: 'rate_limited' })
    vi.advanceTimersByTime(60_001)
    expect(await consume('speech', 'other 99999')).toMatchObject({ 'ratelimit-remaining': '0' })
  })

  it('does not count what has none, or where it is turned off', async () => {
    const [consume, off] = [createLimiter(), createLimiter(false)]
    for (let count = 0; count < 20; count++) {
      expect(await consume('none', 'a')).toEqual({})
      expect(await off('login', 'a')).toEqual({})
    }
  })
})
