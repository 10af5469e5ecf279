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

  it('come in their order however many they are, also where they were said in the same moment', async () => {
    const id = await begin()
    const ids = Array.from({ length: 520 }, () => newId())
    const row = { conversation_id: id, parent_id: null, role: 'user' as const, content: '', state: 'complete' as const }
    await database()
      .db.insertInto('messages')
      .values(
        ids.map((messageId, index) => ({
          ...row,
          id: messageId,
          is_edited: 0,
          turn_id: null,
          client_message_id: null,
          deleted_at: null,
          created_at: `2026-03-02T09:00:0${Math.floor(index / 200)}.000Z`,
        })),
      )
      .execute()
    expect((await repository().list(id)).map((message) => message.id)).toEqual(ids)
    expect((await repository().previews(id, 10)).map((message) => message.id)).toEqual(ids)
    expect((await repository().shape(id)).map((message) => message.id)).toEqual(ids)
  })

  it('come with the beginning of what they say, and no half of a character', async () => {
    const id = await begin()
    const first = await accept(id, { content: 'Ёлки 🙂 и шары' })
    const second = await accept(id, { content: 'Да', parentId: first.userMessageId })
    const gone = await accept(id)
    await repository().markDeleted([gone.userMessageId], '2026-03-02T10:00:00.000Z')
    const { createdAt } = first
    expect(await repository().previews(id, 6)).toEqual([
      { id: first.userMessageId, parentId: null, role: 'user', preview: 'Ёлки \ufffd', createdAt },
      { id: second.userMessageId, parentId: first.userMessageId, role: 'user', preview: 'Да', createdAt },
    ])
    expect((await repository().previews(id, 7))[0]?.preview).toBe('Ёлки 🙂')
  })

  it('that led to one of them come without the rest, and no more than are asked for', async () => {
    const id = await begin()
    const first = await accept(id)
    const second = await accept(id, { parentId: first.userMessageId })
    await accept(id, { parentId: first.userMessageId, content: 'Другая версия' })
    const third = await accept(id, { parentId: second.userMessageId })
    const path = async (limit: number, from = third.userMessageId) =>
      (await repository().pathTo(id, from, limit)).map((message) => message.id)
    expect(await path(10)).toEqual([first, second, third].map(({ userMessageId }) => userMessageId))
    expect(await path(2)).toEqual([second, third].map(({ userMessageId }) => userMessageId))
    expect(await path(10, newId())).toEqual([])
    expect(await repository().pathTo(await begin(), third.userMessageId, 10)).toEqual([])
    await repository().markDeleted([second.userMessageId], '2026-03-02T10:00:00.000Z')
    expect(await path(10)).toEqual([third.userMessageId])
  })

  it('that follow each other in a circle are read to an end', async () => {
    const id = await begin()
    const [one, other] = [newId(), newId()]
    await accept(id, { userMessageId: one, parentId: other })
    await accept(id, { userMessageId: other, parentId: one })
    expect(await repository().pathTo(id, one, 5)).toHaveLength(5)
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
