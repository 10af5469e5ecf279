import { constants, PerformanceObserver } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { collectYoung } from './collect-young.ts'

it('collects what is young, and nothing else', async () => {
  const collected = new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      observer.disconnect()
      resolve(list.getEntries().map((entry) => Reflect.get(Reflect.get(entry, 'detail') as object, 'kind')))
    })
    observer.observe({ entryTypes: ['gc'] })
  })
  await collectYoung()
  expect(await collected).toContain(constants.NODE_PERFORMANCE_GC_MINOR)
  expect('gc' in globalThis).toBe(false)
})
