import { expect, it } from 'vitest'
import { createBoundedGate } from './bounded-gate.ts'

/** Work that goes on until it is told to end, and what it saw. */
function createWork() {
  const ends: (() => void)[] = []
  let [running, most] = [0, 0]
  return {
    work: () => {
      most = Math.max(most, ++running)
      return new Promise<void>((resolve) => ends.push(resolve)).finally(() => running--)
    },
    async endAll() {
      while (ends.length > 0) {
        ends.shift()?.()
        await Promise.resolve().then(() => new Promise((resolve) => setImmediate(resolve)))
      }
    },
    most: () => most,
  }
}

it('runs so many at once, keeps so many waiting, and sends the rest away', async () => {
  const gate = createBoundedGate({ atOnce: 2, waiting: 3, retryAfterSeconds: 2 })
  const { work, endAll, most } = createWork()
  const results = Promise.allSettled(Array.from({ length: 10 }, () => gate.run(work)))
  await new Promise((resolve) => setImmediate(resolve))
  await endAll()
  const refused = (await results).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(most()).toBe(2)
  expect(refused).toHaveLength(5)
  expect(refused[0]).toMatchObject({ code: 'service_unavailable', details: { retryAfterSeconds: 2 } })
})

it('is open again after all of them, failed ones too', async () => {
  const gate = createBoundedGate({ atOnce: 1, waiting: 1, retryAfterSeconds: 1 })
  for (let round = 0; round < 3; round++) {
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(Promise.all([gate.run(async () => 1), gate.run(async () => 2)])).resolves.toEqual([1, 2])
  }
})
