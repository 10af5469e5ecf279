import { expect, it } from 'vitest'
import { withStorageState } from './with-storage-state.ts'

it('knows that the disk is full until a write fits again, and takes no other failure for it', async () => {
  const outcomes: (Error | null)[] = []
  let turns = 0
  const writer = withStorageState(
    {
      async commit() {
        const error = outcomes.shift()
        if (error) throw error
      },
      close: async () => undefined,
    },
    { isStorageFull: (error) => error instanceof Error && error.message === 'full' },
    () => turns++,
  )
  const write = async (outcome: Error | null) => {
    outcomes.push(outcome)
    await writer.commit([]).catch(() => undefined)
    return writer.isStorageFull()
  }
  expect(await write(null)).toBe(false)
  expect(await write(new Error('constraint'))).toBe(false)
  expect(await write(new Error('full'))).toBe(true)
  expect(await write(new Error('full'))).toBe(true)
  expect(await write(new Error('constraint'))).toBe(true)
  expect(await write(null)).toBe(false)
  expect(turns).toBe(2)
})
