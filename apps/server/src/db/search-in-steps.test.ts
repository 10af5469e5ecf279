import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { searchInSteps } from './search-in-steps.ts'

afterEach(() => void vi.useRealTimers())

/** A list of numbers from 0 on, of which every so-many-th matches. */
function aList(size: number, { every, step }: { every: number; step: number }) {
  let looks = 0
  return {
    looks: () => looks,
    placeBehind: async (after: number | null) => {
      const place = (after ?? -1) + step
      return place < size ? place : null
    },
    async find({ after, end, limit }: { after: number | null; end: number | null; limit: number }) {
      looks++
      const found: number[] = []
      for (let at = (after ?? -1) + 1; at <= (end ?? size - 1) && found.length < limit; at++)
        if (at % every === 0) found.push(at)
      return found
    },
  }
}

it('finds what one look at everything would, in its order, however long its steps are', async () => {
  const sizes = { size: fc.nat(200), every: fc.integer({ min: 1, max: 60 }), step: fc.integer({ min: 1, max: 50 }) }
  await fc.assert(
    fc.asyncProperty(
      fc.record(sizes),
      fc.integer({ min: 1, max: 40 }),
      fc.option(fc.nat(200)),
      async (list, limit, after) => {
        const all = Array.from({ length: list.size }, (_, at) => at).filter(
          (at) => at > (after ?? -1) && at % list.every === 0,
        )
        const { found, lookedUpTo } = await searchInSteps<number, number>({ after, limit, ...aList(list.size, list) })
        expect(found).toEqual(all.slice(0, limit))
        expect(lookedUpTo).toBeNull()
      },
    ),
  )
})

it('stops when its time is over and says where, and goes on from there', async () => {
  const list = aList(100, { every: 90, step: 10 })
  const first = await searchInSteps<number, number>({ after: 0, limit: 5, forMs: 0, ...list })
  expect(first).toEqual({ found: [], lookedUpTo: 10 })
  const rest = await searchInSteps<number, number>({ after: first.lookedUpTo, limit: 5, ...list })
  expect(rest).toEqual({ found: [90], lookedUpTo: null })
})

it('takes longer steps where they are quick, and shorter ones where they take their time', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const steps: number[] = []
  const placeBehind = async (after: number | null, count: number) => {
    steps.push(count)
    const place = (after ?? 0) + count
    return place < 40_000 ? place : null
  }
  const find = async ({ end }: { end: number | null }) => {
    vi.advanceTimersByTime(end !== null && end > 5_000 ? 8 : 1)
    return []
  }
  await searchInSteps<number, number>({ after: null, limit: 5, placeBehind, find })
  expect(steps.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 2_000, 1_000])
  expect(new Set(steps.slice(5))).toEqual(new Set([1_000]))
})

it('looks on for nobody who has gone', async () => {
  const list = aList(100, { every: 90, step: 10 })
  const leaving = new AbortController()
  const find: typeof list.find = async (range) => {
    if (range.after === 20) leaving.abort(new Error('gone'))
    return list.find(range)
  }
  const search = searchInSteps<number, number>({ after: 0, limit: 5, signal: leaving.signal, ...list, find })
  await expect(search).rejects.toThrow('gone')
  expect(list.looks()).toBe(3)
})
