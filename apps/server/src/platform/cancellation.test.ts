import { expect, it } from 'vitest'
import { Cancellation } from './cancellation.ts'

function createNoted() {
  const cancellation = new Cancellation()
  const told: string[] = []
  const note = (name: string) => () => void told.push(name)
  return { cancellation, told, note }
}

it('tells everybody who waits for it once, with the first reason', () => {
  const { cancellation, told, note } = createNoted()
  cancellation.whenCancelled(note('first'))
  cancellation.whenCancelled(note('second'))
  expect([cancellation.isCancelled, cancellation.reason]).toEqual([false, null])
  const reason = new Error('the key was revoked')
  cancellation.cancel(reason)
  cancellation.cancel(new Error('too late'))
  expect(told).toEqual(['first', 'second'])
  expect([cancellation.isCancelled, cancellation.reason]).toEqual([true, reason])
})

it('tells at once whoever asks behind it, and nobody who has been forgotten', () => {
  const { cancellation, told, note } = createNoted()
  const forgotten = note('forgotten')
  cancellation.whenCancelled(forgotten)
  cancellation.forget(forgotten)
  cancellation.forget(note('was never there'))
  cancellation.cancel()
  cancellation.whenCancelled(note('late'))
  expect(told).toEqual(['late'])
})

it('is a signal for whoever takes one, asked for before or behind it', () => {
  const [before, behind] = [new Cancellation(), new Cancellation()]
  const { signal } = before
  expect([signal.aborted, before.signal === signal]).toEqual([false, true])
  const reason = new Error('the server stops')
  before.cancel(reason)
  behind.cancel()
  expect([signal.aborted, signal.reason]).toEqual([true, reason])
  expect([behind.signal.aborted, behind.signal.reason.name]).toEqual([true, 'AbortError'])
})
