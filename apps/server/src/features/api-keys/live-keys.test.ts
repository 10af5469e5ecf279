import { afterEach, expect, it, vi } from 'vitest'
import type { ApiKeysRepository } from './api-keys.repository.ts'
import { createLiveKeys } from './live-keys.ts'

afterEach(() => void vi.useRealTimers())

it('tells of the end of a key also when its timer comes a moment too early, and of each key once it is over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const startMs = Date.parse('2026-03-02T09:00:00.000Z')
  let nowMs = startMs
  const stored = [500, 500, 900].map((lifeMs, index) => ({
    id: `key-${index}`,
    keyHash: `hash-${index}`,
    ownerId: null,
    allowedOrigins: [],
    expiresAt: new Date(startMs + lifeMs).toISOString(),
  }))
  const told: number[][] = []
  const liveKeys = createLiveKeys({
    repository: { listLive: async () => stored } as unknown as ApiKeysRepository, // It reads nothing else.
    users: { find: async () => null },
    clock: { now: () => new Date(nowMs) },
    onExpired: () => {
      told.push(stored.flatMap(({ id }, index) => (liveKeys.find(id) ? [] : [index])))
      // While it was told, the clock went on.
      if (nowMs === startMs + 499) nowMs++
    },
  })
  await liveKeys.load()
  nowMs = startMs + 499
  vi.advanceTimersByTime(500)
  expect(told).toEqual([[]])
  vi.advanceTimersByTime(1)
  expect(told).toEqual([[], [0, 1]])
  nowMs = startMs + 900
  // Read anew just when it should be told: that loses nothing.
  await liveKeys.load()
  vi.advanceTimersByTime(1)
  expect(told).toEqual([[], [0, 1], [0, 1, 2]])
  vi.advanceTimersByTime(100_000)
  expect(told).toHaveLength(3)
})
