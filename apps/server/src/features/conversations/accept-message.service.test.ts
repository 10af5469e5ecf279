import { describe, expect, it } from 'vitest'
import { systemActor } from '#server/platform/actor.ts'
import { aConversation } from '#server-test/support/builders.ts'
import { createTestClock } from '#server-test/support/test-clock.ts'
import { createAcceptMessageService } from './accept-message.service.ts'
import type { AcceptedMessage, PendingTurn } from './turns.repository.ts'

const pending = { id: 't1', assistantMessageId: 'answer of t1' } as PendingTurn
const input = { content: 'А завтра?', withVoice: false }

/** The conversation as each look at it finds it, and the pending turn as each question after it does; the last ones stay. */
function createHouse(looks: { active: string | null }[], pendings: (PendingTurn | null)[]) {
  const accepted: AcceptedMessage[] = []
  const next = <T>(list: T[]): T => (list.length > 1 ? list.shift() : list[0]) as T
  const deps = {
    conversations: {
      find: async (_actor: unknown, id: string) => aConversation({ id, activeMessageId: next(looks).active }),
    },
    messages: { list: async () => [], findByClientId: async () => null },
    turns: { acceptUnit: (message: AcceptedMessage) => accepted.push(message) && [] },
    answerSlots: { requireRoom: () => {} },
    runner: {
      lastPending: () => next(pendings),
      lease: () => ({ owner: '', until: '' }),
      requireRoom: () => {},
      enqueue: () => {},
    },
    broadcast: { send: () => {} },
    writer: { commit: async () => {}, close: async () => {} },
    businessLanguage: () => 'ru' as const,
    clock: createTestClock(),
  }
  const service = createAcceptMessageService(deps as unknown as Parameters<typeof createAcceptMessageService>[0])
  return { accepted, send: (content = input.content) => service.send(systemActor, 'c', { ...input, content }) }
}

describe('a message that is sent', () => {
  it('follows what was last said', async () => {
    const { send, accepted } = createHouse([{ active: 'a0' }], [null])
    await send()
    expect(accepted[0]).toMatchObject({ parentId: 'a0', content: 'А завтра?', title: 'А завтра?', language: 'ru' })
  })

  it('during an answer follows the answer that is still to come', async () => {
    const { send, accepted } = createHouse([{ active: 'q1' }], [pending])
    await send()
    expect(accepted[0]?.parentId).toBe('answer of t1')
  })

  it('in the moment in which an answer is finished follows that answer', async () => {
    const { send, accepted } = createHouse([{ active: 'q1' }, { active: 'answer of t1' }], [pending, null])
    await send()
    expect(accepted[0]?.parentId).toBe('answer of t1')
  })

  it('is accepted behind those that came before it, one after another', async () => {
    const { send, accepted } = createHouse([{ active: null }], [null])
    await Promise.all(['1', '2', '3'].map((content) => send(content)))
    expect(accepted.map(({ content }) => content)).toEqual(['1', '2', '3'])
  })

  it('gives a title that is no letter cut in two, and no key for a greeting', async () => {
    const { send, accepted } = createHouse([{ active: null }], [null])
    await send(`${'ё'.repeat(49)}🙂 и ещё`)
    await send('Привет!')
    expect(accepted[0]?.title).toHaveLength(50)
    expect(accepted[0]?.title.isWellFormed()).toBe(true)
    expect(accepted.map(({ questionKey }) => questionKey === '')).toEqual([false, true])
  })
})
