import { CompiledQuery } from 'kysely'
import { expect, it } from 'vitest'
import { createUnitOfWork } from '#server/db/unit-of-work.ts'
import { newId } from '#server/platform/ids.ts'
import { aConversation, aFinishedTurn, aMessage } from '#server-test/support/builders.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { createConversationsRepository } from './conversations.repository.ts'
import { createMessagesRepository } from './messages.repository.ts'
import { type AcceptedMessage, createTurnsRepository, type FinishedTurn } from './turns.repository.ts'

const lease = { owner: 'here', until: '2026-03-02T09:00:30.000Z' }

describeOnEachDatabase('the life of a turn', (database) => {
  const db = () => database().db
  const turns = () => createTurnsRepository(db())
  const messages = (id: string) => createMessagesRepository(db()).list(id)
  const conversation = (id: string) => createConversationsRepository(db()).find({ kind: 'all' }, id)

  /** All of a unit or nothing, as the durable writer runs it. */
  const commit = (unit: readonly CompiledQuery[]) =>
    createUnitOfWork(db()).run(async (executor) => {
      for (const statement of unit) await executor.executeQuery(statement)
    })

  async function begin(changes: Parameters<typeof aConversation>[0] = {}) {
    const stored = aConversation(changes)
    await createConversationsRepository(db()).insert(stored)
    return stored.id
  }

  async function accept(conversationId: string, changes: Partial<AcceptedMessage> = {}) {
    const message = aMessage(conversationId, changes)
    await commit(turns().acceptUnit(message, lease))
    return message
  }

  const finish = (message: AcceptedMessage, changes: Partial<FinishedTurn> = {}) =>
    commit(turns().finishUnit(aFinishedTurn(message, changes)))
  const turnRow = (id: string) => db().selectFrom('turns').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  it('that ends without a word leaves its question in sight, also when it waited for another answer', async () => {
    const id = await begin()
    const first = await accept(id)
    const second = await accept(id, { parentId: first.assistantMessageId })
    await finish(first)
    expect(await conversation(id)).toMatchObject({ activeMessageId: second.userMessageId })
    await finish(second, { content: '', state: 'interrupted' })
    expect(await conversation(id)).toMatchObject({ activeMessageId: second.userMessageId })
    const third = await accept(id, { parentId: second.userMessageId })
    await finish(third)
    expect(await conversation(id)).toMatchObject({ activeMessageId: third.assistantMessageId })
  })

  it('begins with the message, its turn and the list of conversations in one commit', async () => {
    const id = await begin()
    const message = await accept(id, { content: 'Ёлка?', withVoice: true, title: 'Ёлка?' })
    expect(await messages(id)).toEqual([expect.objectContaining({ id: message.userMessageId, state: 'complete' })])
    expect(await turns().find(id, message.id)).toEqual({
      id: message.id,
      conversationId: id,
      userMessageId: message.userMessageId,
      assistantMessageId: message.assistantMessageId,
      withVoice: true,
      createdAt: message.createdAt,
    })
    expect(await conversation(id)).toMatchObject({
      title: 'Ёлка?',
      language: 'ru',
      preview: 'Ёлка?',
      activeMessageId: message.userMessageId,
      messageCount: 1,
    })
  })

  it('leaves nothing behind where one statement of the unit is refused', async () => {
    const id = await begin()
    const before = await conversation(id)
    const taken = await accept(await begin())
    const message = aMessage(id, { id: taken.id })
    await expect(commit(turns().acceptUnit(message, lease))).rejects.toThrow()
    expect(await messages(id)).toEqual([])
    expect(await conversation(id)).toEqual(before)
  })

  it('gives a title and a language only where there is none yet', async () => {
    const id = await begin({ title: 'Моё имя', language: 'en' })
    await accept(id, { title: 'Другое', language: 'ru' })
    expect(await conversation(id)).toMatchObject({ title: 'Моё имя', language: 'en' })
  })

  it('ends with the answer, its source, its cost and what is expected next', async () => {
    const id = await begin()
    const message = await accept(id)
    const tokens = { inputTokens: 812, outputTokens: 40, isEstimated: true }
    await finish(message, {
      expects: 'contact',
      usage: [
        { kind: 'llm', providerId: 'p', modelId: 'm', tokens },
        { kind: 'tts', providerId: 'espeak-ng', modelId: 'spare', characters: 18, audioMs: 1234.56 },
      ],
    })
    expect(await messages(id)).toEqual([
      expect.objectContaining({ role: 'user' }),
      expect.objectContaining({
        id: message.assistantMessageId,
        parentId: message.userMessageId,
        role: 'assistant',
        content: 'С девяти до шести.',
        state: 'complete',
        turnId: message.id,
      }),
    ])
    expect(await turnRow(message.id)).toMatchObject({
      state: 'finished',
      answer_source: 'faq',
      faq_entry_id: 'entry',
      faq_score: 0.97,
      lease_owner: null,
      lease_until: null,
    })
    expect(await conversation(id)).toMatchObject({
      expects: 'contact',
      messageCount: 2,
      activeMessageId: message.assistantMessageId,
    })
    const usage = await db().selectFrom('usage').selectAll().where('turn_id', '=', message.id).orderBy('kind').execute()
    expect(usage).toEqual([
      expect.objectContaining({ kind: 'llm', input_tokens: 812, output_tokens: 40, is_estimated: 1, characters: null }),
      expect.objectContaining({ kind: 'tts', input_tokens: null, is_estimated: 0, characters: 18, audio_ms: 1235 }),
    ])
  })

  it('keeps what was said so far as interrupted, until it is said to its end', async () => {
    const id = await begin()
    const message = await accept(id)
    await commit(turns().checkpointUnit(message, 'С девяти'))
    await commit(turns().checkpointUnit(message, 'С девяти до'))
    expect((await messages(id))[1]).toMatchObject({ content: 'С девяти до', state: 'interrupted' })
    await finish(message)
    const answers = (await messages(id)).filter(({ role }) => role === 'assistant')
    expect(answers).toEqual([expect.objectContaining({ content: 'С девяти до шести.', state: 'complete' })])
  })

  it('hangs what follows on the question itself where nothing was said', async () => {
    const id = await begin()
    const silent = await accept(id)
    const next = await accept(id, { parentId: silent.assistantMessageId })
    await finish(silent, { content: '', state: 'interrupted' })
    const [, second] = await messages(id)
    expect(second).toMatchObject({ id: next.userMessageId, parentId: silent.userMessageId })
    expect(await turnRow(silent.id)).toMatchObject({ state: 'interrupted' })
  })

  it('gives a conversation its language, also one that has a title already', async () => {
    const id = await begin({ title: 'Дом', language: null })
    await accept(id, { language: 'en', title: 'Hello' })
    expect(await conversation(id)).toMatchObject({ title: 'Дом', language: 'en' })
  })

  it('never cuts a letter in two in the preview, and folds what is searched', async () => {
    const id = await begin()
    await accept(id, { content: `${'ё'.repeat(119)}🙂 конец` })
    const stored = await conversation(id)
    expect(stored?.preview.isWellFormed()).toBe(true)
    const { search } = createConversationsRepository(db())
    const { found } = await search({ kind: 'all' }, 'КОНЕЦ еееее', { after: null, limit: 10, forMs: 1_000 })
    expect(found.map((item) => item.id)).toContain(id)
  })

  it('is taken up by another process once its lease is over, and not before', async () => {
    const id = await begin()
    const [accepted, running, finished] = [await accept(id), await accept(id), await accept(id)]
    await commit(turns().startUnit(running.id, lease))
    await finish(finished)
    await commit(turns().startUnit(finished.id, lease))
    const abandoned = async (now: string) =>
      (await turns().listAbandoned(now)).filter((turn) => turn.conversationId === id).map((turn) => turn.id)
    expect(await abandoned('2026-03-02T09:00:30.000Z')).toEqual([])
    expect((await abandoned('2026-03-02T09:00:30.001Z')).toSorted()).toEqual([accepted.id, running.id].toSorted())
    await turns().renewLeases({ owner: 'here', until: '2026-03-02T09:02:00.000Z' })
    expect(await abandoned('2026-03-02T09:01:00.000Z')).toEqual([])
    expect(await turnRow(finished.id)).toMatchObject({ lease_until: null })
    await turns().closeInterrupted(accepted.id, '2026-03-02T09:03:00.000Z')
    expect(await abandoned('9999')).toEqual([running.id])
  })

  it('has its lease renewed by its own process only', async () => {
    const id = await begin()
    const message = await accept(id)
    await turns().renewLeases({ owner: 'elsewhere', until: '2027-01-01T00:00:00.000Z' })
    expect(await turnRow(message.id)).toMatchObject({ lease_owner: 'here', lease_until: lease.until })
  })

  it('is looked for among the open ones alone, however many there ever were', async () => {
    if (database().dialect.name !== 'sqlite') return // The other planner sees the values.
    const asked: CompiledQuery[] = []
    const watched = db().withPlugin({
      transformQuery({ node }) {
        asked.push(db().getExecutor().compileQuery(node, { queryId: 'plan' }))
        return node
      },
      transformResult: async ({ result }) => result,
    })
    await createTurnsRepository(watched).renewLeases(lease)
    await createTurnsRepository(watched).listAbandoned('9999')
    for (const { sql: text, parameters } of asked) {
      const plan = await db().executeQuery<{ detail: string }>(
        CompiledQuery.raw(`explain query plan ${text}`, [...parameters]),
      )
      expect(plan.rows.map(({ detail }) => detail).join(), text).toContain('turns_open')
    }
    expect(asked).toHaveLength(2)
  })

  it('tells after a crash who had begun to speak, oldest first', async () => {
    const id = await begin()
    const late = await accept(id, { createdAt: '2026-03-02T09:00:09.000Z' })
    const early = await accept(id, { createdAt: '2026-03-02T09:00:01.000Z' })
    await commit(turns().checkpointUnit(early, 'С дев'))
    const mine = (await turns().listAbandoned('9999')).filter((turn) => turn.conversationId === id)
    expect(mine.map((turn) => [turn.id, turn.hasSpoken])).toEqual([
      [early.id, true],
      [late.id, false],
    ])
  })

  it('is not found in another conversation', async () => {
    const message = await accept(await begin())
    expect(await turns().find(newId(), message.id)).toBeNull()
  })
})
