import { expect, it } from 'vitest'
import { followEvents } from './follow-events.ts'
import type { ServerSentEvent } from './parse-event-stream.ts'

it('goes on from the last id, waits longer after each failure and starts over after a success', async () => {
  const controller = new AbortController()
  const asked: string[] = []
  const waits: number[] = []
  const heard: string[] = []
  let reconnects = 0
  const attempts: (() => AsyncGenerator<ServerSentEvent>)[] = [
    async function* () {
      yield { id: '4', type: 'message', data: 'first' }
      throw new TypeError('network error')
    },
    // biome-ignore lint/correctness/useYield: a stream that fails before its first event
    async function* () {
      throw new TypeError('failed to fetch')
    },
    async function* () {
      yield { id: '5', type: 'message', data: 'second' }
    },
  ]

  await followEvents({
    open: (lastEventId, onOpen) => {
      asked.push(lastEventId)
      const attempt = attempts.shift()
      if (!attempt) throw new Error('asked too often')
      if (attempts.length !== 1) onOpen()
      return attempt()
    },
    onEvent: (event) => heard.push(event.data),
    onReconnect: () => reconnects++,
    wait: async (delayMs) => {
      waits.push(delayMs)
      if (attempts.length === 0) controller.abort()
    },
    signal: controller.signal,
  })

  expect(asked).toEqual(['', '4', '4'])
  expect(heard).toEqual(['first', 'second'])
  expect(waits).toEqual([1000, 2000, 1000])
  expect(reconnects).toBe(1)
})
