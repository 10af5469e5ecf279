import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useConfirmationStore } from './confirmation.ts'

const request = { title: 'Delete?', text: 'It will be gone.', confirmLabel: 'Delete' }

beforeEach(() => setActivePinia(createPinia()))

it('answers the one who asked', async () => {
  const confirmation = useConfirmationStore()
  const answer = confirmation.ask(request)
  expect(confirmation.request).toEqual(request)
  confirmation.settle(true)
  expect(await answer).toBe(true)
  expect(confirmation.request).toBeNull()
})

it('counts a question that another one replaces as a no', async () => {
  const confirmation = useConfirmationStore()
  const first = confirmation.ask(request)
  const second = confirmation.ask({ ...request, title: 'Leave?' })
  expect(await first).toBe(false)
  confirmation.settle(true)
  expect(await second).toBe(true)
})
