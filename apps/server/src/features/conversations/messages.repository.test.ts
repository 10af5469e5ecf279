import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { aConversation, aFinishedTurn, aMessage } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { createMessagesRepository } from './messages.repository.ts'
import { type AcceptedMessage, createTurnsRepository } from './turns.repository.ts'

describeOnEachDatabase('messages', (database) => {
  const repository = () => createMessagesRepository(database().db)
  const turns = () => createTurnsRepository(database().db)
  const lease = { owner: 'here', until: '2026-03-02T09:00:30.000Z' }

  async function begin() {
    const conversation = aConversation()
    await createConversationsRepository(database().db).insert(conversation)
    return conversation.id
  }

  async function accept(conversationId: string, changes: Partial<AcceptedMessage> = {}) {
    const message = aMessage(conversationId, changes)
    for (const statement of turns().acceptUnit(message, lease)) await database().db.executeQuery(statement)
    return message
  }

  it('come back oldest first with everything that was said in them', async () => {
    const id = await begin()
    const later = await accept(id, { content: 'Второе', createdAt: '2026-03-02T09:00:05.000Z' })
    const hostile = 'строка\nс \'кавычками\' "двойными", %процентами_, 🙂 и \\ чертой'
    const first = await accept(id, { content: hostile, clientMessageId: 'c-1', isEdited: true })
    expect(await repository().list(id)).toEqual([
      {
        id: first.userMessageId,
        conversationId: id,
        parentId: null,
        role: 'user',
        content: hostile,
        state: 'complete',
        isEdited: true,
        turnId: first.id,
        createdAt: first.createdAt,
      },
      expect.objectContaining({ id: later.userMessageId, isEdited: false }),
    ])
  })

  it('hold a megabyte as well as a word', async () => {
    const id = await begin()
    const content = 'Ж'.repeat(1_000_000)
    await accept(id, { content })
    expect((await repository().list(id))[0]?.content).toBe(content)
  })

  it('of one conversation are none of another', async () => {
    const [one, other] = [await begin(), await begin()]
    await accept(one)
    expect(await repository().list(other)).toEqual([])
  })

  it('are known by the id their client gave them, in their conversation only', async () => {
    const [one, other] = [await begin(), await begin()]
    const message = await accept(one, { clientMessageId: 'same' })
    await accept(other, { clientMessageId: 'same' })
    expect((await repository().findByClientId(one, 'same'))?.id).toBe(message.userMessageId)
    expect(await repository().findByClientId(one, 'another')).toBeNull()
  })

  it('are one message however often a client sends its id, also after it was deleted', async () => {
    const id = await begin()
    const message = await accept(id, { clientMessageId: 'again' })
    const error = await accept(id, { clientMessageId: 'again' }).catch((refused: unknown) => refused)
    expect(database().dialect.isUniqueViolation(error)).toBe(true)
    await repository().markDeleted([message.userMessageId], '2026-03-02T09:01:00.000Z')
    expect((await repository().findByClientId(id, 'again'))?.id).toBe(message.userMessageId)
  })

  it('are gone once they are deleted, thousands at a time', async () => {
    const id = await begin()
    const kept = await accept(id)
    const removed = await accept(id)
    const many = [...Array.from({ length: 2_500 }, newId), removed.userMessageId]
    await repository().markDeleted(many, '2026-03-02T09:01:00.000Z')
    expect((await repository().list(id)).map((message) => message.id)).toEqual([kept.userMessageId])
    await repository().markDeleted([], '2026-03-02T09:01:00.000Z')
  })

  it('carry how their answers came about, by turn', async () => {
    const id = await begin()
    const [answered, waiting] = [await accept(id), await accept(id)]
    const finished = aFinishedTurn(answered, {
      trace: {
        answer: { source: 'model', faq: null, model: { providerId: 'p', providerName: 'Мой', modelId: 'm' } },
        suggestions: [{ entryId: 'e', question: 'Сколько стоит «всё»?' }],
        timings: { queueMs: 0, faqMs: 0.4, modelFirstTokenMs: 12, firstTextMs: 12, firstAudioMs: null, totalMs: 90.5 },
      },
    })
    for (const statement of turns().finishUnit(finished)) await database().db.executeQuery(statement)
    const missing = Array.from({ length: 1_500 }, newId)
    const traces = await repository().traces([...missing, answered.id, waiting.id])
    expect(traces.get(answered.id)).toEqual(finished.trace)
    expect(traces.size).toBe(1)
    expect(await repository().traces([])).toEqual(new Map())
  })
})
