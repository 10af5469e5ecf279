import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BroadcastEvent, createTurnBroadcast, type TurnBroadcast } from './turn-broadcast.ts'

const text = (turnId: string, content: string): ConversationMessage => ({ type: 'text-delta', turnId, text: content })
const sound = (turnId: string, audio: string): ConversationMessage => ({
  type: 'speech-frame',
  turnId,
  clauseIndex: 0,
  sampleRateHz: 8_000,
  audio,
})
const changed: ConversationMessage = { type: 'conversation-changed', conversationId: 'c' }

const readers: AbortController[] = []
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  for (const reader of readers.splice(0)) reader.abort()
  vi.useRealTimers()
})

/** Somebody who listens from now on; `heard` grows as it happens. */
function listen(broadcast: TurnBroadcast, lastEventId?: string, conversationId = 'c') {
  const controller = new AbortController()
  readers.push(controller)
  const heard: BroadcastEvent[] = []
  const ended = (async () => {
    for await (const event of broadcast.read(conversationId, { lastEventId, signal: controller.signal }))
      heard.push(event)
  })()
  return { heard, ended, leave: () => controller.abort() }
}
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
const idsOf = (events: readonly BroadcastEvent[]) => events.map(({ id }) => id)

function begun(...contents: string[]): TurnBroadcast {
  const broadcast = createTurnBroadcast()
  broadcast.begin('c', 't')
  for (const content of contents) broadcast.send('c', text('t', content))
  return broadcast
}

describe('a client of a conversation', () => {
  it('hears the present turn from its beginning and then as it happens, numbered', async () => {
    const broadcast = begun('a', 'b')
    const { heard } = listen(broadcast)
    await settle()
    broadcast.send('c', text('t', 'c'))
    await settle()
    expect(idsOf(heard)).toEqual(['t:1', 't:2', 't:3'])
  })

  it('that comes back hears what it missed, and nothing twice', async () => {
    const broadcast = begun('a', 'b', 'c', 'd')
    const { heard } = listen(broadcast, 't:2')
    broadcast.send('c', text('t', 'e'))
    await settle()
    expect(idsOf(heard)).toEqual(['t:3', 't:4', 't:5'])
    const upToDate = listen(broadcast, 't:5')
    await settle()
    expect(upToDate.heard).toEqual([])
  })

  it.each(['other:3', 'x', ':', 't:', 't:x', 't:-1', 't:1e9x', 't'])(
    'with an id of something else reloads and hears all: %j',
    async (id) => {
      const { heard } = listen(begun('a', 'b'), id)
      await settle()
      expect(heard.map(({ message }) => message.type)).toEqual(['conversation-changed', 'text-delta', 'text-delta'])
    },
  )

  it('hears nothing of another conversation', async () => {
    const broadcast = begun()
    const { heard } = listen(broadcast, undefined, 'another')
    broadcast.send('c', text('t', 'a'))
    await settle()
    expect(heard).toEqual([])
  })

  it('hears what is no part of a turn while it is there, without a number', async () => {
    const broadcast = begun('a')
    const { heard } = listen(broadcast)
    await settle()
    broadcast.send('c', changed)
    broadcast.send('c', text('an older turn', 'late'))
    await settle()
    expect(idsOf(heard)).toEqual(['t:1', null, null])
    const later = listen(broadcast)
    await settle()
    expect(idsOf(later.heard)).toEqual(['t:1'])
  })

  it('hears an end that came a moment before it, and no turn that is long over', async () => {
    const broadcast = begun('a')
    broadcast.end('c')
    vi.advanceTimersByTime(9_999)
    const soon = listen(broadcast, 't:0')
    await settle()
    expect(idsOf(soon.heard)).toEqual(['t:1'])
    vi.advanceTimersByTime(1)
    const late = listen(broadcast)
    const lateWithId = listen(broadcast, 't:1')
    await settle()
    expect(late.heard).toEqual([])
    expect(lateWithId.heard).toEqual([{ id: null, message: changed }])
  })

  it('that lags behind by thousands is cut off, the others are not', async () => {
    const broadcast = begun()
    const controller = new AbortController()
    readers.push(controller)
    const slow = broadcast.read('c', { signal: controller.signal })[Symbol.asyncIterator]()
    const first = slow.next()
    const quick = listen(broadcast)
    for (let index = 0; index < 6_000; index++) {
      broadcast.send('c', text('t', `${index}`))
      if (index % 1_000 === 0) await vi.waitUntil(() => quick.heard.length === index + 1)
    }
    await vi.waitUntil(() => quick.heard.length === 6_000)
    await first
    let count = 1
    while (!(await slow.next()).done) count++
    expect(count).toBeLessThan(6_000)
    const again = listen(broadcast, `t:${count}`)
    await vi.waitUntil(() => again.heard.length === 6_000 - count)
  })
})

describe('what is kept of a turn', () => {
  it('is all of its text and the newest of its sound', async () => {
    const broadcast = begun('начало')
    const minute = 'A'.repeat(1_000_000)
    for (let index = 0; index < 10; index++) broadcast.send('c', sound('t', minute))
    broadcast.send('c', sound('t', 'B'.repeat(5_500_000)))
    const { heard } = listen(broadcast)
    await settle()
    const audio = heard.map(({ message }) => (message.type === 'speech-frame' ? message.audio.length : 0))
    expect(audio.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(6_000_000)
    expect(heard[0]?.message).toEqual(text('t', 'начало'))
    expect(idsOf(heard).at(-1)).toBe('t:12')
  })

  it('is nothing of the turn before', async () => {
    const broadcast = begun('a')
    broadcast.end('c')
    broadcast.begin('c', 'u')
    broadcast.send('c', text('u', 'b'))
    vi.advanceTimersByTime(60_000)
    const { heard } = listen(broadcast)
    await settle()
    expect(idsOf(heard)).toEqual(['u:1'])
  })

  it('that is finished is forgotten before its time where many others hold much', async () => {
    const broadcast = createTurnBroadcast()
    for (const conversationId of ['old', 'new', 'newest']) {
      broadcast.begin(conversationId, conversationId)
      broadcast.send(conversationId, sound(conversationId, 'x'.repeat(5_900_000)))
      broadcast.end(conversationId)
    }
    const lists = ['old', 'new', 'newest'].map((conversationId) => listen(broadcast, undefined, conversationId))
    await settle()
    expect(lists.map(({ heard }) => heard.length)).toEqual([0, 1, 1])
  })

  it('tells which turn runs', () => {
    const broadcast = begun()
    expect(broadcast.activeTurnId('c')).toBe('t')
    broadcast.end('c')
    expect([broadcast.activeTurnId('c'), broadcast.activeTurnId('unknown')]).toEqual([null, null])
    expect(() => broadcast.end('unknown')).not.toThrow()
    expect(() => broadcast.send('unknown', changed)).not.toThrow()
  })
})
