import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { createLogger } from '#server/platform/logger.ts'
import { createUnansweredPreparation } from './unanswered-preparation.ts'

const MINUTE_MS = 60_000

function open(prepare: (signal: AbortSignal) => Promise<void> = async () => {}) {
  const liveEvents = createMemoryLiveEvents()
  const calls = vi.fn(prepare)
  const preparation = createUnansweredPreparation({
    unanswered: { prepare: calls },
    liveEvents,
    logger: createLogger({ level: 'silent' }),
  })
  const changed = () =>
    liveEvents.publish({ message: { type: 'conversation-changed', conversationId: 'one' }, ownerId: null })
  return { preparation, calls, changed, liveEvents }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('compares when somebody comes who may look, and then once a minute while conversations go on', async () => {
  const { preparation, calls, changed, liveEvents } = open()
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS)
  expect(calls).not.toHaveBeenCalled()
  await preparation.begin()
  await preparation.begin()
  expect(calls).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS)
  expect(calls).toHaveBeenCalledTimes(1)
  for (let count = 0; count < 100; count++) changed()
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  expect(calls).toHaveBeenCalledTimes(2)
  liveEvents.publish({ message: { type: 'config-changed', topic: 'faq' }, ownerId: null })
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  expect(calls).toHaveBeenCalledTimes(3)
  await preparation.close()
})

it('compares what is asked while nobody is there, too', async () => {
  const { preparation, calls, changed } = open()
  changed()
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  expect(calls).toHaveBeenCalledTimes(1)
  await preparation.close()
})

it('goes on after a failure', async () => {
  const { preparation, calls, changed } = open(async () => {
    throw new Error('The database is away')
  })
  await preparation.begin()
  changed()
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  expect(calls).toHaveBeenCalledTimes(2)
  await preparation.close()
})

it('gives up what runs when it is closed, and begins nothing any more', async () => {
  const { preparation, calls, changed } = open(
    (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const started = preparation.begin()
  await vi.advanceTimersByTimeAsync(0)
  changed()
  await preparation.close()
  await started
  changed()
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS)
  expect(calls).toHaveBeenCalledTimes(1)
})
