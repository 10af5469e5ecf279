import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Listed, Roster } from './roster.ts'

it('has whoever came and has not left, whatever the order', () => {
  const steps = fc.array(fc.nat({ max: 9 }), { maxLength: 60 })
  fc.assert(
    fc.property(steps, (names) => {
      const roster = new Roster<Listed & { name: number }>()
      const ones = Array.from({ length: 10 }, (_, name) => ({ name, place: -1 }))
      const present = new Set<number>()
      for (const name of names) {
        const one = ones[name]
        if (!one) continue
        expect(roster.remove(one)).toBe(present.delete(name))
        // Every second time he comes again.
        if (present.size % 2 === 0) {
          roster.add(one)
          present.add(name)
        }
      }
      expect(roster.size).toBe(present.size)
      expect(roster.all().map(({ name }) => name)).toHaveLength(present.size)
      expect(new Set(roster.all().map(({ name }) => name))).toEqual(present)
    }),
  )
})

it('keeps nobody who has left through a collection of what is young', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { type: 'minor' | 'major' }) => void
  const roster = new Roster<Listed & { load: number[] }>()
  const present: (Listed & { load: number[] })[] = []
  const pass = (count: number) => {
    for (let nth = 0; nth < count; nth++) {
      const one = { place: -1, load: Array.from({ length: 100 }, () => nth) }
      roster.add(one)
      present.push(one)
      const gone = present.length > 16 ? present.shift() : undefined
      if (gone) roster.remove(gone)
    }
  }
  // The roster itself grows old first.
  pass(100)
  collect({ type: 'major' })
  const before = getHeapStatistics().used_heap_size
  pass(20_000)
  collect({ type: 'minor' })
  expect(getHeapStatistics().used_heap_size - before).toBeLessThan(2 * 1024 * 1024)
})
