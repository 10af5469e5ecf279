import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'
import { createMemoryLiveEvents } from './memory-live-events.ts'

async function read<T>(queue: EventQueue<T>, signal = new AbortController().signal): Promise<T[]> {
  const items: T[] = []
  for await (const item of queue.read(signal)) items.push(item)
  return items
}

describe('an event queue', () => {
  it('gives what was pushed in order, before and while somebody reads', async () => {
    const queue = new EventQueue<number>({ capacity: 10, overflow: 'end' })
    expect([queue.push(1), queue.push(2)]).toEqual([true, true])
    const reading = read(queue)
    await new Promise((resolve) => setImmediate(resolve))
    queue.push(3)
    queue.end()
    expect(await reading).toEqual([1, 2, 3])
    expect(queue.push(4)).toBe(false)
  })

  it('holds no more than its capacity: the newest ones, or those up to the cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }), async (capacity, count) => {
        const numbers = Array.from({ length: count }, (_, index) => index)
        const dropping = new EventQueue<number>({ capacity, overflow: 'drop-oldest' })
        const cutting = new EventQueue<number>({ capacity, overflow: 'end' })
        const kept = numbers.map((number) => [dropping.push(number), cutting.push(number)])
        dropping.end()
        cutting.end()
        expect(await read(dropping)).toEqual(numbers.slice(-capacity))
        expect(await read(cutting)).toEqual(numbers.slice(0, capacity))
        expect(kept.filter(([, isKept]) => !isKept)).toHaveLength(Math.max(0, count - capacity))
      }),
    )
  })

  it('ends at the abort, whatever still waits', async () => {
    const queue = new EventQueue<number>({ capacity: 10, overflow: 'end' })
    const controller = new AbortController()
    for (const number of [1, 2, 3]) queue.push(number)
    const heard: number[] = []
    for await (const number of queue.read(controller.signal)) {
      heard.push(number)
      controller.abort()
    }
    expect(heard).toEqual([1])
    expect(await read(queue, AbortSignal.abort())).toEqual([])
  })

  it('takes nothing more once its reader has gone', async () => {
    const queue = new EventQueue<number>({ capacity: 10, overflow: 'end' })
    queue.push(1)
    for await (const _ of queue.read(new AbortController().signal)) break
    expect(queue.push(2)).toBe(false)
  })
})

describe('live events', () => {
  const event = { message: { type: 'conversation-changed' as const, conversationId: 'c' }, ownerId: null }

  it('reach every subscriber from then on, and none that has stopped', async () => {
    const liveEvents = createMemoryLiveEvents()
    const heard: unknown[] = []
    const stop = liveEvents.listen((heardNow) => heard.push(heardNow))
    const controller = new AbortController()
    const stream = liveEvents.subscribe({ signal: controller.signal })[Symbol.asyncIterator]()
    const first = stream.next()
    liveEvents.publish(event)
    expect((await first).value).toEqual(event)
    stop()
    liveEvents.publish(event)
    expect(heard).toEqual([event])
    controller.abort()
    await stream.next()
    expect((await stream.next()).done).toBe(true)
  })

  it('of a subscriber that does not read are bounded', async () => {
    const liveEvents = createMemoryLiveEvents()
    const controller = new AbortController()
    const stream = liveEvents.subscribe({ signal: controller.signal })[Symbol.asyncIterator]()
    for (let index = 0; index < 10_000; index++)
      liveEvents.publish({ message: { type: 'conversation-changed', conversationId: `${index}` }, ownerId: null })
    expect((await stream.next()).value?.message).toMatchObject({ conversationId: '9744' })
    controller.abort()
  })
})
