import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepHeapSmall } from './keep-heap-small.ts'

const MB = 1024 * 1024

describe('the heap', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function createHouse() {
    const state = { utilization: 0, heapBytes: 50 * MB, leftBytes: 50 * MB }
    const sweep = vi.fn(() => {
      state.heapBytes = state.leftBytes
    })
    const stop = keepHeapSmall({ utilization: () => state.utilization, heapBytes: () => state.heapBytes, sweep })
    return { state, sweep, stop }
  }

  it('is swept once a storm is over, not while it lasts', () => {
    const { state, sweep } = createHouse()
    Object.assign(state, { utilization: 0.9, heapBytes: 400 * MB })
    vi.advanceTimersByTime(60_000)
    expect(sweep).not.toHaveBeenCalled()
    state.utilization = 0.001
    vi.advanceTimersByTime(60_000)
    expect(sweep).toHaveBeenCalledOnce()
  })

  it('is left alone in a pause of the storm', () => {
    const { state, sweep } = createHouse()
    state.heapBytes = 400 * MB
    for (let second = 0; second < 120; second += 10) {
      state.utilization = second % 20 === 0 ? 0.001 : 0.05
      vi.advanceTimersByTime(10_000)
    }
    expect(sweep).not.toHaveBeenCalled()
  })

  it('that grew under usual work is left alone until nobody has come for long', () => {
    const { state, sweep } = createHouse()
    state.heapBytes = 150 * MB
    vi.advanceTimersByTime(9 * 60_000)
    expect(sweep).not.toHaveBeenCalled()
    vi.advanceTimersByTime(2 * 60_000)
    expect(sweep).toHaveBeenCalledOnce()
  })

  it('is left alone as long as it is about what it was', () => {
    const { state, sweep } = createHouse()
    state.heapBytes = 80 * MB
    vi.advanceTimersByTime(3_600_000)
    expect(sweep).not.toHaveBeenCalled()
  })

  it('that is needed is not swept again and again', () => {
    const { state, sweep } = createHouse()
    Object.assign(state, { heapBytes: 400 * MB, leftBytes: 300 * MB })
    vi.advanceTimersByTime(60_000)
    expect(sweep).toHaveBeenCalledOnce()
    state.heapBytes = 500 * MB
    vi.advanceTimersByTime(60_000)
    expect(sweep).toHaveBeenCalledTimes(2)
  })

  it('is not looked at any more behind the end', () => {
    const { state, sweep, stop } = createHouse()
    stop()
    state.heapBytes = 400 * MB
    vi.advanceTimersByTime(60_000)
    expect(sweep).not.toHaveBeenCalled()
  })
})
