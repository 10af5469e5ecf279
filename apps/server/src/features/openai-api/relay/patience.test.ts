import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPatienceWatch } from './patience.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('ends when there was no sign of life for so long, and at most a lap later', () => {
  const watch = createPatienceWatch()
  let spent = 0
  const patience = watch.begin(10_000, () => {
    spent++
    patience.end()
  })
  vi.advanceTimersByTime(9_999)
  patience.renew()
  vi.advanceTimersByTime(9_999)
  expect(spent).toBe(0)
  vi.advanceTimersByTime(2_001)
  expect(spent).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(spent).toBe(1)
})

it('does not end for a vendor that may not send, until it may again', () => {
  const watch = createPatienceWatch()
  const whenSpent = vi.fn()
  const patience = watch.begin(10_000, whenSpent)
  patience.suspend()
  vi.advanceTimersByTime(60_000)
  patience.renew()
  vi.advanceTimersByTime(9_999)
  expect(whenSpent).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2_001)
  expect(whenSpent).toHaveBeenCalled()
})

it('is looked at for each call alone, and nothing runs while nobody waits', () => {
  const watch = createPatienceWatch()
  const spent: string[] = []
  const first = watch.begin(5_000, () => spent.push('first'))
  watch.begin(3_000, () => spent.push('second')).end()
  const third = watch.begin(20_000, () => spent.push('third'))
  vi.advanceTimersByTime(7_000)
  expect(new Set(spent)).toEqual(new Set(['first']))
  first.end()
  third.end()
  vi.advanceTimersByTime(1_000)
  expect(vi.getTimerCount()).toBe(0)
})
