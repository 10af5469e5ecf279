import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { nextTurn } from './next-turn.ts'

it('lets one step go in each turn of the event loop, in the order they came', async () => {
  let turn = 0
  let isOver = false
  const count = () => {
    turn++
    if (!isOver) globalThis.setImmediate(count)
  }
  globalThis.setImmediate(count)
  const steps: [string, number][] = []
  const work = async (name: string) => {
    for (let step = 0; step < 3; step++) {
      await nextTurn()
      steps.push([name, turn])
    }
  }
  await Promise.all(['a', 'b', 'c'].map(work))
  isOver = true
  expect(steps.map(([name]) => name).join('')).toBe('abcabcabc')
  const turns = steps.map(([, at]) => at)
  expect(new Set(turns).size).toBe(steps.length)
})

it('goes on for others when one of them fails', async () => {
  const failing = nextTurn().then(() => {
    throw new Error('one of them')
  })
  const other = nextTurn()
  await expect(failing).rejects.toThrow('one of them')
  await other
  await setImmediate()
  await nextTurn()
})
