import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { useToastsStore } from './toasts.ts'

beforeEach(() => setActivePinia(createPinia()))

it('leaves ten seconds to undo and to understand an error', () => {
  const store = useToastsStore()
  store.show({ tone: 'success', title: 'Saved' })
  store.show({ tone: 'success', title: 'Deleted', action: { label: 'Undo', run: () => undefined } })
  store.show({ tone: 'error', title: 'Failed' })
  expect(store.toasts.map((toast) => toast.durationMs)).toEqual([6000, 10_000, 10_000])
})

it('keeps the newest few and forgets a dismissed one', () => {
  const store = useToastsStore()
  for (const title of ['1', '2', '3', '4', '5']) store.show({ tone: 'warning', title })
  expect(store.toasts.map((toast) => toast.title)).toEqual(['2', '3', '4', '5'])
  const third = store.toasts.find((toast) => toast.title === '3')
  store.dismiss(third!.id)
  expect(store.toasts.map((toast) => toast.title)).toEqual(['2', '4', '5'])
})
