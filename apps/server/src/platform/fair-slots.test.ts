import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFairSlots } from './fair-slots.ts'

const { signal } = new AbortController()
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

it('lets identities take turns, whoever came first with much', async () => {
  const slots = createFairSlots({ total: 1, perIdentity: 1, waitingPerIdentity: 10 })
  const served: string[] = []
  const serve = async (identity: string) => {
    const free = await slots.take(identity, { signal })
    served.push(identity)
    await settle()
    free()
  }
  await Promise.all(['a', 'a', 'a', 'a', 'b', 'b', 'c'].map(serve))
  expect(served).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a'])
})

it('refuses whoever has too many waiting, and nobody else', async () => {
  const slots = createFairSlots({ total: 2, perIdentity: 1, waitingPerIdentity: 1 })
  const free = await slots.take('a', { signal })
  const waiting = slots.take('a', { signal })
  await expect(slots.take('a', { signal })).rejects.toMatchObject({ code: 'rate_limited' })
  ;(await slots.take('b', { signal }))()
  free()
  ;(await waiting)()
})

it('forgets whoever leaves while he waits', async () => {
  const slots = createFairSlots({ total: 1, perIdentity: 1, waitingPerIdentity: 1 })
  const free = await slots.take('a', { signal })
  const controller = new AbortController()
  const waiting = slots.take('b', { signal: controller.signal })
  controller.abort(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await expect(slots.take('b', { signal: controller.signal })).rejects.toThrow('gone')
  const next = slots.take('b', { signal })
  free()
  free()
  ;(await next)()
  ;(await slots.take('c', { signal }))()
})

it('never gives more than there are, and gives all of them in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      async (identities, total, perIdentity) => {
        const slots = createFairSlots({ total, perIdentity, waitingPerIdentity: 100 })
        const held = new Map<string, number>()
        let served = 0
        const sum = () => [...held.values()].reduce((all, count) => all + count, 0)
        await Promise.all(
          identities.map(async (identity) => {
            const free = await slots.take(identity, { signal })
            held.set(identity, (held.get(identity) ?? 0) + 1)
            expect(sum()).toBeLessThanOrEqual(total)
            expect(held.get(identity)).toBeLessThanOrEqual(perIdentity)
            await settle()
            held.set(identity, (held.get(identity) ?? 0) - 1)
            served++
            free()
          }),
        )
        expect(served).toBe(identities.length)
      },
    ),
    { numRuns: 40 },
  )
})

it('keeps some for whoever has none or few, however long the others hold theirs', async () => {
  const guaranteed = { perIdentity: 2, total: 4 }
  const slots = createFairSlots({ total: 2, perIdentity: 2, waitingPerIdentity: 10, guaranteed })
  const taken: string[] = []
  const take = async (identity: string) => {
    const free = await slots.take(identity, { signal })
    taken.push(identity)
    return free
  }
  const held = [take('a'), take('a'), take('a'), take('b'), take('b'), take('c')]
  await settle()
  expect(taken).toEqual(['a', 'a', 'b', 'b'])
  expect(['a', 'b', 'c'].map(slots.waiting)).toEqual([1, 0, 1])
  ;(await held[0])?.()
  await settle()
  expect(taken).toEqual(['a', 'a', 'b', 'b', 'a'])
  for (const free of [held[1], held[2], held[3], held[4]]) (await free)?.()
  ;(await held[5])?.()
})
