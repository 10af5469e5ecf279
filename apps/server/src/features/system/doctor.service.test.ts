import type { Finding } from '@secretary/contracts/about.contract'
import { expect, it } from 'vitest'
import { createDoctorService } from './doctor.service.ts'

const finding: Finding = { check: 'port', code: 'port-ours', state: 'ok', values: { port: 8002 } }

function createWatched() {
  let nowMs = 0
  const begun: PromiseWithResolvers<Finding[]>[] = []
  const doctor = createDoctorService({
    clock: { now: () => new Date(nowMs) },
    examine: () => {
      const next = Promise.withResolvers<Finding[]>()
      begun.push(next)
      return next.promise
    },
  })
  return {
    doctor,
    begun,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

it('shares an examination that is under way, however long it takes, and its answer for ten seconds', async () => {
  const { doctor, begun, pass } = createWatched()
  const first = doctor.examine(8002)
  pass(60_000)
  const second = doctor.examine(8002)
  begun[0]?.resolve([finding])
  expect(await second).toEqual(await first)
  expect((await first).examinedAt).toBe('1970-01-01T00:01:00.000Z')
  pass(9_999)
  await doctor.examine(8002)
  expect(begun).toHaveLength(1)
  pass(1)
  void doctor.examine(8002)
  expect(begun).toHaveLength(2)
})

it('keeps no failure', async () => {
  const { doctor, begun } = createWatched()
  const failed = doctor.examine(8002)
  begun[0]?.reject(new Error('the disk is gone'))
  await expect(failed).rejects.toThrow('the disk is gone')
  const again = doctor.examine(8002)
  begun[1]?.resolve([finding])
  expect((await again).findings).toEqual([finding])
})
