import type { ChatMessage } from '@secretary/contracts/chat.contract'
import { describe, expect, it } from 'vitest'
import type { LiveTurn } from './live-turn.ts'
import { isStored, type OutgoingMessage, threadItems } from './thread-view.ts'

const message = (id: string, role: 'user' | 'assistant', parentId: string | null, turnId = `turn of ${id}`) =>
  ({
    id,
    role,
    parentId,
    turnId,
    content: `words of ${id}`,
    state: 'complete',
    siblings: { index: 0, ids: [id] },
  }) as unknown as ChatMessage
const live = (turnId: string, userMessageId: string, assistantMessageId: string) =>
  ({ turnId, userMessageId, assistantMessageId, text: '…', error: null, isOver: false }) as LiveTurn
const sent = { clientMessageId: 'c', content: 'words of q2', messageId: null, isFailed: false, sentAfterId: 'a1' }
const shown = (
  messages: ChatMessage[],
  turns: LiveTurn[],
  { activeTurnId = null as string | null, outgoing = [] as OutgoingMessage[] } = {},
) =>
  threadItems({ stored: { messages, activeTurnId }, turns, sent: outgoing }).map(({ kind, id }) =>
    kind === 'turn' ? `live ${id}` : id,
  )

const begun = [message('q1', 'user', null), message('a1', 'assistant', 'q1'), message('q2', 'user', 'a1')]
const turn = live('t2', 'q2', 'a2')

describe('threadItems', () => {
  it('leaves a conversation without a turn as it is', () => {
    expect(shown(begun, [])).toEqual(['q1', 'a1', 'q2'])
  })

  it('takes older versions of the answer away and keeps what was asked meanwhile', () => {
    const messages = [...begun, message('older', 'assistant', 'q2'), message('q3', 'user', 'older')]
    expect(shown(messages, [turn])).toEqual(['q1', 'a1', 'q2', 'live a2', 'q3'])
  })

  it('shows the answer after everything while its question is not stored yet', () => {
    expect(shown(begun.slice(0, 2), [turn])).toEqual(['q1', 'a1', 'live a2'])
  })

  it('shows the stored answer in the place of the live one as soon as it is whole', () => {
    const messages = [...begun, message('a2', 'assistant', 'q2', 't2')]
    expect(shown(messages, [turn], { activeTurnId: 't2' })).toEqual(['q1', 'a1', 'q2', 'live a2'])
    expect(shown(messages, [turn])).toEqual(['q1', 'a1', 'q2', 'a2'])
  })

  it('shows what was sent after what is stored, with its answer once it is known to be one', () => {
    const named = { ...sent, messageId: 'q2' }
    expect(shown(begun.slice(0, 2), [turn], { outgoing: [named] })).toEqual(['q1', 'a1', 'c', 'live a2'])
    expect(shown(begun.slice(0, 2), [turn], { outgoing: [sent] })).toEqual(['q1', 'a1', 'live a2', 'c'])
    expect(shown(begun, [turn], { outgoing: [named] })).toEqual(['q1', 'a1', 'q2', 'live a2'])
  })

  it('keeps two answers at once apart, each after its question', () => {
    expect(shown([...begun, message('q3', 'user', 'a2')], [turn, live('t3', 'q3', 'a3')])).toEqual([
      'q1',
      'a1',
      'q2',
      'live a2',
      'q3',
      'live a3',
    ])
  })
})

describe('isStored', () => {
  it('knows a message by its words until the server has named it, and only after what stood there', () => {
    expect(isStored({ messages: begun, activeTurnId: null }, sent)).toBe(true)
    expect(isStored({ messages: begun, activeTurnId: null }, { ...sent, sentAfterId: 'q2' })).toBe(false)
    expect(isStored({ messages: begun, activeTurnId: null }, { ...sent, messageId: 'q9' })).toBe(false)
    expect(isStored(undefined, sent)).toBe(false)
  })
})
