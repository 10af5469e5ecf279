import { expect, it } from 'vitest'
import { withIdleTimeout } from './with-idle-timeout.ts'

const onTimeout = () => new Error('too quiet')

async function read<T>(source: AsyncIterable<T>, timeoutMs = 10_000): Promise<T[]> {
  const items: T[] = []
  for await (const item of withIdleTimeout(source, { timeoutMs, onTimeout })) items.push(item)
  return items
}

it('passes everything on and releases the source', async () => {
  let isReleased = false
  async function* source() {
    try {
      yield* [1, 2, 3]
    } finally {
      isReleased = true
    }
  }
  expect(await read(source())).toEqual([1, 2, 3])
  expect(isReleased).toBe(true)
})

it('gives up when nothing comes, also before the first item', async () => {
  async function* silent() {
    yield 1
    await new Promise(() => {})
  }
  await expect(read(silent(), 5)).rejects.toThrow('too quiet')
  await expect(
    read({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }, 5),
  ).rejects.toThrow('too quiet')
})

it('throws what the source throws', async () => {
  async function* broken() {
    yield 1
    throw new Error('broken')
  }
  await expect(read(broken())).rejects.toThrow('broken')
})

it('releases the source of a reader that stops early', async () => {
  const released = Promise.withResolvers<void>()
  async function* source() {
    try {
      for (let number = 0; ; number++) yield number
    } finally {
      released.resolve()
    }
  }
  for await (const number of withIdleTimeout(source(), { timeoutMs: 10_000, onTimeout })) if (number === 2) break
  await released.promise
})
