import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeStreams } from './merge-streams.ts'

async function read<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

/** Releases are counted; an item that is an Error is thrown. */
function createSource(items: readonly unknown[]) {
  const state = { isReleased: false, asked: 0 }
  async function* source() {
    try {
      for (const item of items) {
        state.asked++
        if (item instanceof Error) throw item
        yield item
      }
    } finally {
      state.isReleased = true
    }
  }
  return { state, stream: source() }
}

it('gives every item of every source, each source in its own order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.integer(), { maxLength: 10 }), { maxLength: 5 }), async (lists) => {
      const sources = lists.map((list, source) => createSource(list.map((item) => ({ source, item }))).stream)
      const all = (await read(mergeStreams(sources))) as { source: number; item: number }[]
      for (const [source, list] of lists.entries())
        expect(all.filter((entry) => entry.source === source).map(({ item }) => item)).toEqual(list)
    }),
  )
})

it('does not wait for a slow source to give what a quick one has', async () => {
  const gate = Promise.withResolvers<void>()
  async function* slow() {
    await gate.promise
    yield 'slow'
  }
  const merged = mergeStreams<unknown>([slow(), createSource(['a', 'b']).stream])
  expect([(await merged.next()).value, (await merged.next()).value]).toEqual(['a', 'b'])
  gate.resolve()
  expect(await read(merged)).toEqual(['slow'])
})

it('asks a source for no more than one item that nobody took', async () => {
  const { state, stream } = createSource([1, 2, 3, 4])
  const merged = mergeStreams([stream])
  await merged.next()
  await new Promise((resolve) => setImmediate(resolve))
  expect(state.asked).toBe(1)
  await merged.return(undefined)
})

it('releases all sources when one fails, and when the reader stops early', async () => {
  const [failing, other] = [createSource([new Error('broken')]), createSource([1, 2, 3])]
  await expect(read(mergeStreams([failing.stream, other.stream]))).rejects.toThrow('broken')
  expect(other.state.isReleased).toBe(true)
  const [first, second] = [createSource([1, 2]), createSource([1, 2])]
  for await (const _ of mergeStreams([first.stream, second.stream])) break
  expect([first.state.isReleased, second.state.isReleased]).toEqual([true, true])
})
