import type { ConversationMessage } from '@secretary/contracts/realtime/turn.messages'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FaqAnswer, TurnDeps } from '#server/conversation/turn-deps.ts'
import { createMemoryLiveEvents } from '#server/platform/events/memory-live-events.ts'
import { createMetrics } from '#server/platform/metrics.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createTurnBroadcast } from './turn-broadcast.ts'
import { createTurnRunner, type QueuedTurn } from './turn-runner.ts'
import type { FinishedTurn, TurnsRepository } from './turns.repository.ts'

const nothing: FaqAnswer = {
  outcome: 'none', text: null, entryId: null, question: null, kind: null, score: 0, elapsedMs: 0, candidates: [], sources: [],
} // biome-ignore format: none of it matters here

const turn = (id: string, changes: Partial<QueuedTurn> = {}): QueuedTurn => ({
  id,
  conversationId: 'c',
  userMessageId: `question of ${id}`,
  assistantMessageId: `answer of ${id}`,
  withVoice: false,
  createdAt: '2026-03-02T09:00:00.000Z',
  ownerId: null,
  caller: 'somebody',
  ...changes,
})

const runners: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()))
})

/** A model that says the id of the turn and then waits for its gate, and a database that remembers. */
function createHouse() {
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const gate = (name: string) => {
    const found = gates.get(name) ?? Promise.withResolvers<void>()
    gates.set(name, found)
    return found
  }
  const finished: FinishedTurn[] = []
  const heard: ConversationMessage[] = []
  /** Who asked for a place in a lap of the event loop. */
  const entered: string[] = []
  const state = { commit: async () => {}, saysNothing: false, isOpen: true }
  const info = { providerId: 'p', modelId: 'm', contextWindowTokens: 8_192 }
  const turnDeps: TurnDeps = {
    answerSlots: { take: async () => () => {} },
    faq: { answer: () => nothing, recordHit: () => {} },
    models: {
      current: () => ({
        ...info,
        providerName: 'Модель',
        model: {
          info,
          async *stream({ messages }, { signal }) {
            const id = messages.at(-1)?.content ?? ''
            const aborted = Promise.withResolvers<never>()
            if (signal.aborted) aborted.reject(signal.reason)
            signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true })
            if (!state.saysNothing) yield { type: 'text-delta', text: `${id} сказал` }
            await Promise.race([gate(id).promise, aborted.promise])
            yield { type: 'text-delta', text: ' всё' }
          },
        },
      }),
    },
    voice: () => null,
    systemPrompt: () => '',
  }
  const turns = {
    startUnit: () => [],
    renewLeases: async () => {},
    closeInterrupted: vi.fn(async () => {}),
    checkpointUnit: () => [],
    isOpen: async () => state.isOpen,
    finishUnit: (done: FinishedTurn) => {
      finished.push(done)
      return []
    },
  } as unknown as TurnsRepository
  const inner = createTurnBroadcast()
  const broadcast = {
    ...inner,
    send(conversationId: string, message: ConversationMessage) {
      heard.push(message)
      inner.send(conversationId, message)
    },
  }
  const readInput = vi.fn(async ({ id, withVoice, caller }: QueuedTurn) => ({
    caller,
    text: id,
    language: 'ru' as const,
    scopeId: null,
    history: [],
    withVoice,
    expects: null,
  }))
  const runner = createTurnRunner({
    turnDeps,
    readInput,
    takeMessage: async () => {},
    turns,
    writer: { commit: () => state.commit(), close: async () => {} },
    broadcast,
    laps: {
      enter(caller) {
        entered.push(caller)
        return null
      },
      letIn() {},
    },
    liveEvents: createMemoryLiveEvents(),
    metrics: createMetrics(),
    logger: pino({ level: 'silent' }),
    clock: createTestClock(),
  })
  runners.push(runner)
  const says = (id: string) =>
    vi.waitUntil(() => heard.some((message) => message.type === 'text-delta' && message.turnId === id), { interval: 1 })
  const ended = (count: number) =>
    vi.waitUntil(() => heard.filter(({ type }) => type === 'finish' || type === 'error').length === count, {
      interval: 1,
    })
  return { runner, broadcast, gate, finished, heard, entered, state, says, ended, readInput, turns }
}

describe('the turns of a conversation', () => {
  it('take the turns of whoever asks, however many conversations he has', async () => {
    const { runner, gate, entered, ended } = createHouse()
    for (const id of ['1', '2']) runner.enqueue(turn(id, { conversationId: id, caller: 'greedy' }))
    runner.enqueue(turn('3', { conversationId: '3', caller: 'other' }))
    for (const id of ['1', '2', '3']) gate(id).resolve()
    await ended(3)
    expect(entered.toSorted()).toEqual(['greedy', 'greedy', 'greedy', 'greedy', 'other', 'other'])
  })

  it('are answered one after another, in the order they came', async () => {
    const { runner, gate, finished, heard, says, ended } = createHouse()
    for (const id of ['1', '2', '3']) runner.enqueue(turn(id))
    await says('1')
    expect(runner.lastPending('c')?.id).toBe('3')
    for (const id of ['3', '2', '1']) gate(id).resolve()
    await ended(3)
    expect(finished.map(({ id, content, state }) => [id, content, state])).toEqual(
      ['1', '2', '3'].map((id) => [id, `${id} сказал всё`, 'complete']),
    )
    const order = heard.filter(({ type }) => type === 'turn-start' || type === 'finish').map(({ type }) => type)
    expect(order).toEqual(['turn-start', 'finish', 'turn-start', 'finish', 'turn-start', 'finish'])
    expect(runner.lastPending('c')).toBeNull()
  })

  it('do not wait for those of another conversation', async () => {
    const { runner, gate, finished, says, ended } = createHouse()
    runner.enqueue(turn('slow'))
    runner.enqueue(turn('quick', { conversationId: 'other' }))
    await says('slow')
    gate('quick').resolve()
    await ended(1)
    expect(finished.map(({ id }) => id)).toEqual(['quick'])
  })

  it('are silenced by a spoken one, and what was said is kept', async () => {
    const { runner, gate, finished, heard, says, ended } = createHouse()
    runner.enqueue(turn('1'))
    await says('1')
    runner.enqueue(turn('2', { withVoice: true }))
    gate('2').resolve()
    await ended(2)
    expect(finished.map(({ id, content, state }) => [id, content, state])).toEqual([
      ['1', '1 сказал', 'interrupted'],
      ['2', '2 сказал всё', 'complete'],
    ])
    expect(heard.find(({ type }) => type === 'finish')).toMatchObject({ turnId: '1', finishReason: 'cancelled' })
  })

  it('stop when they are told to, those that were named only', async () => {
    const { runner, finished, says, ended } = createHouse()
    runner.enqueue(turn('1'))
    await says('1')
    runner.stop('c', 'another')
    runner.stop('unknown')
    expect(finished).toEqual([])
    runner.stop('c', '1')
    await ended(1)
    expect(finished).toEqual([expect.objectContaining({ content: '1 сказал', state: 'interrupted' })])
  })

  it('that still wait stop when they are named, and the one that runs goes on', async () => {
    const { runner, gate, finished, says, ended } = createHouse()
    for (const id of ['1', '2', '3']) runner.enqueue(turn(id))
    await says('1')
    runner.stop('c', '2')
    for (const id of ['1', '2', '3']) gate(id).resolve()
    await ended(3)
    expect(finished.map(({ id, content }) => [id, content])).toEqual([
      ['1', '1 сказал всё'],
      ['2', ''],
      ['3', '3 сказал всё'],
    ])
  })

  it('that are stopped are paid for: the words that were said are counted', async () => {
    const { runner, finished, says, ended } = createHouse()
    runner.enqueue(turn('1'))
    await says('1')
    runner.stop('c')
    await ended(1)
    expect(finished[0]?.usage).toEqual([
      expect.objectContaining({
        kind: 'llm',
        tokens: { inputTokens: expect.any(Number), outputTokens: 3, isEstimated: true },
      }),
    ])
  })

  it('that can not be stored end with an error, and the next is answered', async () => {
    const { runner, broadcast, gate, heard, state, ended } = createHouse()
    for (const id of ['1', '2']) {
      gate(id).resolve()
      runner.enqueue(turn(id))
    }
    let failures = 3 // Its start, its end, and the second attempt at that.
    state.commit = () => (failures-- > 0 ? Promise.reject(new Error('disk full')) : Promise.resolve())
    await ended(2)
    expect(heard.filter(({ type }) => type === 'error' || type === 'finish')).toEqual([
      { type: 'error', turnId: '1', code: 'internal_error' },
      expect.objectContaining({ type: 'finish', turnId: '2' }),
    ])
    expect(broadcast.activeTurnId('c')).toBeNull()
  })

  it.each([
    ['again where it was not', true, 3],
    ['once where it was', false, 2],
  ])('whose end was not confirmed as stored are stored %s', async (_how, isOpen, commits) => {
    const { runner, heard, ended, gate, state } = createHouse()
    state.isOpen = isOpen
    let count = 0
    state.commit = () => (++count === 2 ? Promise.reject(new Error('the writer stopped')) : Promise.resolve())
    gate('1').resolve()
    runner.enqueue(turn('1'))
    await ended(1)
    expect(heard.at(-1)).toMatchObject({ type: 'finish', finishReason: 'stop' })
    expect(count).toBe(commits)
  })

  it('of a conversation that is gone are closed, and whoever waits is told', async () => {
    const { runner, readInput, turns, heard } = createHouse()
    readInput.mockResolvedValueOnce(null as never)
    runner.enqueue(turn('1'))
    await vi.waitUntil(() => runner.lastPending('c') === null, { interval: 1 })
    expect(turns.closeInterrupted).toHaveBeenCalledWith('1', '2026-03-02T09:00:00.000Z')
    expect(heard).toEqual([{ type: 'error', turnId: '1', code: 'not_found' }])
  })

  it('that end without a word are followed by nothing, as soon as that is known', async () => {
    const { runner, state, finished } = createHouse()
    const storing = Promise.withResolvers<void>()
    state.saysNothing = true
    state.commit = () => storing.promise
    runner.enqueue(turn('1'))
    await vi.waitUntil(() => runner.lastPending('c') !== null, { interval: 1 })
    runner.stop('c')
    await vi.waitUntil(() => finished.length === 1, { interval: 1 })
    expect([finished[0]?.content, runner.lastPending('c')]).toEqual(['', null])
    storing.resolve()
  })

  it('are kept as they are when the server closes: said in part, or to be answered by the next start', async () => {
    const { runner, finished, says } = createHouse()
    runner.enqueue(turn('1'))
    runner.enqueue(turn('2'))
    await says('1')
    await runner.close()
    expect(finished.map(({ id, state }) => [id, state])).toEqual([['1', 'interrupted']])
  })
})
