import { expect, it } from 'vitest'
import { createFairLaps } from '#server/platform/fair-laps.ts'
import { createAnswerSlots } from './answer-slots.ts'

const { signal } = new AbortController()
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

it('a caller who has very many waiting is told to come again, and nobody else', async () => {
  const slots = createAnswerSlots(createFairLaps(), {
    total: 1,
    perIdentity: 1,
    guaranteed: { perIdentity: 1, total: 2 },
  })
  const controller = new AbortController()
  await slots.take('a', { signal })
  const waiting = Array.from({ length: 1_000 }, () => slots.take('a', { signal: controller.signal }))
  const left = Promise.allSettled(waiting)
  expect(() => slots.requireRoom('a')).toThrow(expect.objectContaining({ code: 'rate_limited' }))
  slots.requireRoom('b')
  await slots.take('b', { signal })
  controller.abort()
  await left
  slots.requireRoom('a')
})

it('one who asks for very much keeps nobody else from his first answers', async () => {
  const slots = createAnswerSlots(createFairLaps())
  const taken: string[] = []
  const take = (caller: string) => void slots.take(caller, { signal }).then(() => taken.push(caller))
  for (let count = 0; count < 1_000; count++) take('a')
  for (let count = 0; count < 9; count++) take('b')
  await settle()
  expect(taken.filter((caller) => caller === 'a')).toHaveLength(128)
  expect(taken.filter((caller) => caller === 'b')).toHaveLength(8)
})
