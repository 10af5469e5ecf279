import { expect, it } from 'vitest'
import { earliestIdAt, newId } from './ids.ts'

it('makes version 7 UUIDs that sort in the order they were made, however many in a millisecond', () => {
  const ids = Array.from({ length: 50_000 }, () => newId())
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids.slice(0, 200))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

it('goes on in order when the clock is set back', () => {
  const future = Date.now() + 60_000
  const before = newId(future)
  expect(newId(future - 30_000) > before).toBe(true)
  expect(newId(future + 1) > before).toBe(true)
})

it('tells the time it was made', () => {
  const nowMs = Date.now() + 3_600_000
  expect(Number.parseInt(newId(nowMs).replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs)
})

it('of a moment come behind its earliest, and those before in front of it', () => {
  const nowMs = Date.now() + 7_200_000
  const earlier = newId(nowMs - 1)
  expect(earliestIdAt(nowMs) > earlier).toBe(true)
  expect(newId(nowMs) > earliestIdAt(nowMs)).toBe(true)
})
