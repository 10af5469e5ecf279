import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

it('is deaf to the same press until the work has ended, however it ended', async () => {
  const first = Promise.withResolvers<void>()
  const done: string[] = []
  const press = oneAtATime(
    (id: string) => {
      done.push(id)
      return first.promise
    },
    (id) => id,
  )
  const presses = [press('a'), press('a'), press('b')]
  expect(done).toEqual(['a', 'b'])
  first.reject(new Error('no'))
  expect((await Promise.allSettled(presses)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
  await press('a').catch(() => undefined)
  expect(done).toEqual(['a', 'b', 'a'])
})
