import { QueryObserver } from '@tanstack/vue-query'
import { afterEach, expect, it } from 'vitest'
import { queryClient } from './query-client.ts'
import { refreshQueries } from './refresh-queries.ts'

/** A query whose answers are given one by one. */
function watchQuery() {
  const questions: PromiseWithResolvers<string>[] = []
  const seen: (string | undefined)[] = []
  const observer = new QueryObserver(queryClient, {
    queryKey: ['shown', 'detail'],
    queryFn: () => {
      questions.push(Promise.withResolvers<string>())
      return questions.at(-1)?.promise ?? ''
    },
    retry: false,
  })
  observer.subscribe(({ data }) => seen.push(data))
  return { questions, seen }
}
const asked = (questions: readonly unknown[], count: number) => expect.poll(() => questions.length).toBe(count)

afterEach(() => queryClient.clear())

it('asks again where the first answer is still on its way, for that may be older', async () => {
  const { questions, seen } = watchQuery()
  const refreshed = refreshQueries(['shown'])
  questions[0]?.resolve('before')
  await asked(questions, 2)
  questions[1]?.resolve('after')
  expect(await refreshed).toBe(true)
  expect(seen.at(-1)).toBe('after')
})

it('ends when those who watch were told, and an older answer never comes after a newer one', async () => {
  const { questions, seen } = watchQuery()
  questions[0]?.resolve('first')
  await expect.poll(() => seen.at(-1)).toBe('first')
  const refreshes = [refreshQueries(['shown']), refreshQueries(['shown'])]
  await asked(questions, 3)
  questions[2]?.resolve('newest')
  expect(await Promise.all(refreshes)).toEqual([true, true])
  expect(seen.at(-1)).toBe('newest')
  questions[1]?.resolve('older')
  expect(await Promise.resolve(queryClient.getQueryData(['shown', 'detail']))).toBe('newest')
})

it('says when something could not be read', async () => {
  const { questions, seen } = watchQuery()
  questions[0]?.resolve('first')
  await expect.poll(() => seen.at(-1)).toBe('first')
  const refreshed = refreshQueries(['shown'])
  await asked(questions, 2)
  questions[1]?.reject(new Error('out of reach'))
  expect(await refreshed).toBe(false)
})

it('ends well however many newer refreshes have taken its place', async () => {
  const { questions, seen } = watchQuery()
  questions[0]?.resolve('first')
  await expect.poll(() => seen.at(-1)).toBe('first')
  const refreshes: Promise<boolean>[] = []
  for (let count = 2; count <= 5; count++) {
    refreshes.push(refreshQueries(['shown']))
    await asked(questions, count)
  }
  questions[4]?.resolve('newest')
  expect(await Promise.all(refreshes)).toEqual([true, true, true, true])
  expect([seen.at(-1), questions.length]).toEqual(['newest', 5])
})
