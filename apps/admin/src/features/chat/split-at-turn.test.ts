import type { ChatMessage } from '@secretary/contracts/chat.contract'
import { describe, expect, it } from 'vitest'
import { splitAtTurn } from './split-at-turn.ts'

const message = (id: string, role: 'user' | 'assistant', parentId: string | null) =>
  ({ id, role, parentId }) as ChatMessage
const ids = (messages: readonly ChatMessage[]) => messages.map(({ id }) => id)
const turn = { userMessageId: 'q2', assistantMessageId: 'a2' }

describe('splitAtTurn', () => {
  it('leaves a conversation without a turn as it is', () => {
    const messages = [message('q1', 'user', null)]
    expect(splitAtTurn(messages, null)).toEqual({ before: messages, after: [] })
  })

  it('takes the stored beginning of the answer and its older versions away, and keeps what was asked meanwhile', () => {
    const messages = [
      message('q1', 'user', null),
      message('a1', 'assistant', 'q1'),
      message('q2', 'user', 'a1'),
      message('older', 'assistant', 'q2'),
      message('q3', 'user', 'older'),
    ]
    const { before, after } = splitAtTurn(messages, turn)
    expect(ids(before)).toEqual(['q1', 'a1', 'q2'])
    expect(ids(after)).toEqual(['q3'])
  })

  it('shows everything before the answer while its question is not stored yet', () => {
    const messages = [message('q1', 'user', null), message('a1', 'assistant', 'q1')]
    expect(ids(splitAtTurn(messages, turn).before)).toEqual(['q1', 'a1'])
  })
})
