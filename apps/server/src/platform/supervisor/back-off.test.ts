import { expect, it } from 'vitest'
import { createBackOff } from './back-off.ts'

function createFailing() {
  let nowMs = 0
  const backOff = createBackOff(() => nowMs)
  return {
    backOff,
    pass: (milliseconds: number) => {
      nowMs += milliseconds
    },
    /** Fails as soon as it may start again; returns the pause that follows. */
    failAgain() {
      nowMs += backOff.waitMs()
      backOff.fail()
      return backOff.waitMs()
    },
  }
}

it('forgives the first failure, then doubles the pause up to a minute', () => {
  const { failAgain } = createFailing()
  const pauses = Array.from({ length: 11 }, failAgain)
  expect(pauses).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
})

it('is over when it is over', () => {
  const { backOff, failAgain, pass } = createFailing()
  expect(backOff.waitMs()).toBe(0)
  failAgain()
  expect(failAgain()).toBe(500)
  pass(499)
  expect(backOff.waitMs()).toBe(1)
  pass(1)
  expect(backOff.waitMs()).toBe(0)
})

it('forgives again after a minute without a failure, not earlier', () => {
  const { failAgain, pass } = createFailing()
  failAgain()
  failAgain()
  pass(60_500)
  expect(failAgain()).toBe(1_000)
  pass(61_001)
  expect(failAgain()).toBe(0)
})
