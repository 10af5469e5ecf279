import type { AnswerSource } from '@secretary/contracts/realtime/turn.messages'
import { expect, it } from 'vitest'
import { aConversation, aFinishedTurn, aMessage } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertConversation } from '#server-test/support/insert-rows.ts'
import { createAskedQuestionsService } from './asked-questions.service.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { createMessagesRepository } from './messages.repository.ts'
import { createTurnsRepository } from './turns.repository.ts'

describeOnEachDatabase('what visitors asked', (database) => {
  const service = () => createAskedQuestionsService({ db: database().db })

  async function ask(key: string, second: number, source: AnswerSource['source'] | null = 'faq') {
    const { db } = database()
    const conversation = aConversation()
    await createConversationsRepository(db).insert(conversation)
    const createdAt = `2026-03-02T09:00:${String(second).padStart(2, '0')}.000Z`
    const message = aMessage(conversation.id, { createdAt, questionKey: key, content: `${key}?` })
    const turns = createTurnsRepository(db)
    const answer = source === null ? null : { source, faq: null, model: null }
    const trace = { answer, suggestions: [], timings: null }
    const units = [
      turns.acceptUnit(message, { owner: 'here', until: createdAt }),
      source === null ? [] : turns.finishUnit(aFinishedTurn(message, { trace })),
    ]
    for (const statement of units.flat()) await db.executeQuery(statement)
    return message
  }
  const recentKeys = async (limit = 100) => (await service().recent(limit)).map(({ questionKey }) => questionKey)

  it('comes newest first, whoever answered it, without greetings and up to the limit', async () => {
    await ask('старый', 1)
    await ask('', 2)
    await ask('новый', 3, 'fallback')
    const keys = await recentKeys()
    expect(keys.indexOf('новый')).toBeLessThan(keys.indexOf('старый'))
    expect(keys).not.toContain('')
    expect(await recentKeys(1)).toHaveLength(1)
  })

  it('counts as not answered by the FAQ only where something else spoke', async () => {
    for (const source of ['faq', 'model', 'suggestions', 'fallback', 'message-taking', null] as const)
      await ask(`кем ${source}`, 10, source)
    const open = await service().notAnsweredByFaq('2026-03-02T09:00:00.000Z', 100)
    const keys = open.map(({ questionKey }) => questionKey).filter((key) => key.startsWith('кем '))
    expect(keys.toSorted()).toEqual(['кем fallback', 'кем model', 'кем suggestions'])
    expect(await service().notAnsweredByFaq('2026-03-02T09:00:11.000Z', 100)).toEqual([])
  })

  it('comes whole, each once, also where many were asked at the same moment', async () => {
    const { db } = database()
    const { conversation } = await insertConversation(db)
    const turns = createTurnsRepository(db)
    const trace = { answer: { source: 'fallback' as const, faq: null, model: null }, suggestions: [], timings: null }
    const asked = Array.from({ length: 600 }, (_, index) =>
      aMessage(conversation.id, { createdAt: `2026-03-03T09:00:0${index % 3}.000Z`, questionKey: `вопрос ${index}` }),
    )
    const writer = await database().dialect.openWriter()
    await Promise.all(
      asked.map((message) =>
        writer.commit([
          ...turns.acceptUnit(message, { owner: 'here', until: message.createdAt }),
          ...turns.finishUnit(aFinishedTurn(message, { trace })),
        ]),
      ),
    )
    await writer.close()
    const found = await service().notAnsweredByFaq('2026-03-03T09:00:00.000Z', 590)
    expect(new Set(found.map(({ questionKey }) => questionKey)).size).toBe(590)
    const times = found.map(({ askedAt }) => askedAt)
    expect(times).toEqual(times.toSorted().toReversed())
  })

  it('is forgotten with its message or its conversation', async () => {
    const [first, second] = [await ask('удалённое сообщение', 20), await ask('удалённый разговор', 21)]
    const { db } = database()
    const now = '2026-03-02T09:01:00.000Z'
    await createMessagesRepository(db).markDeleted([first.userMessageId], now)
    const conversations = createConversationsRepository(db)
    await conversations.update({ kind: 'all' }, second.conversationId, { deletedAt: now }, now)
    const keys = await recentKeys()
    expect(keys).not.toContain('удалённое сообщение')
    expect(keys).not.toContain('удалённый разговор')
  })
})
