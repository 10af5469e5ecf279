import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFairLaps } from './fair-laps.ts'

const lap = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Work that takes a time of its own, by a clock that only work moves. */
function createHouse() {
  let time = 0
  const laps = createFairLaps({ now: () => time })
  const begun: string[] = []
  const work = async (identity: string, ms: number) => {
    const wait = laps.enter(identity)
    if (wait) await wait
    begun.push(identity)
    time += ms
  }
  return { laps, begun, work }
}

describe('work', () => {
  it('begins at once as long as a lap bears it', () => {
    const { laps } = createHouse()
    for (let count = 0; count < 1_000; count++) expect(laps.enter('a')).toBeNull()
  })

  it('that is too much for one lap begins in the next ones, with others in between', async () => {
    const { begun, work } = createHouse()
    const all = Array.from({ length: 20 }, () => work('a', 3))
    expect(begun).toHaveLength(2)
    await lap()
    await lap()
    expect(begun.length).toBeLessThan(20)
    await Promise.all(all)
    expect(begun).toHaveLength(20)
  })

  it('of somebody else does not wait behind it', async () => {
    const { begun, work } = createHouse()
    const all = [...Array.from({ length: 50 }, () => work('a', 3)), work('b', 3), work('b', 3)]
    await Promise.all(all)
    expect(begun.indexOf('b')).toBeLessThan(5)
    expect(begun.lastIndexOf('b')).toBeLessThan(8)
  })

  it('leaves the lap to those at the door while there are any', async () => {
    const { laps, begun, work } = createHouse()
    laps.letIn()
    const all = Array.from({ length: 10 }, () => work('a', 0))
    expect(begun).toHaveLength(1)
    await lap()
    for (let count = 1; count <= 5; count++) {
      expect(begun).toHaveLength(count)
      laps.letIn()
      await lap()
    }
    await Promise.all(all)
    expect(begun).toHaveLength(10)
  })

  it('begins in the end, all of it, each in its order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            identity: fc.constantFrom('a', 'b', 'c'),
            ms: fc.integer({ min: 0, max: 20 }),
            laps: fc.integer({ min: 0, max: 2 }),
          }),
        ),
        async (pieces) => {
          let time = 0
          const laps = createFairLaps({ now: () => time })
          const begun: { identity: string; index: number }[] = []
          const all: Promise<unknown>[] = []
          for (const [index, { identity, ms, laps: pause }] of pieces.entries()) {
            for (let count = 0; count < pause; count++) await lap()
            all.push(
              (async () => {
                const wait = laps.enter(identity)
                if (wait) await wait
                begun.push({ identity, index })
                time += ms
              })(),
            )
          }
          await Promise.all(all)
          expect(begun).toHaveLength(pieces.length)
          for (const one of ['a', 'b', 'c']) {
            const order = begun.filter(({ identity }) => identity === one).map(({ index }) => index)
            expect(order).toEqual([...order].sort((left, right) => left - right))
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
