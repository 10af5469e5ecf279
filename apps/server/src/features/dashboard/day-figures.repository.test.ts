import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import { insertAnswer, insertConversation } from '#server-test/support/insert-rows.ts'
import type { BusinessDay } from './business-days.ts'
import { createDayFiguresRepository } from './day-figures.repository.ts'

const noTimings = { queueMs: 0, faqMs: null, modelFirstTokenMs: null, firstAudioMs: null, totalMs: 1 }

describeOnEachDatabase('the figures of a day', (database) => {
  let year = 2000
  /** Every test has a day of its own: what is counted is everybody's. */
  function aDay(): BusinessDay {
    year += 1
    return { date: `${year}-03-02`, from: `${year}-03-01T21:00:00.000Z`, to: `${year}-03-02T21:00:00.000Z` }
  }

  async function answered(
    conversationId: string,
    at: string,
    source: 'faq' | 'model' | 'suggestions' | 'fallback' | 'message-taking',
    firstTextMs: number | null = null,
  ) {
    const answer = { source, faq: null, model: null }
    const trace = { answer, suggestions: [], timings: { ...noTimings, firstTextMs } }
    await insertAnswer(database(), { conversationId, createdAt: at }, { trace })
  }

  async function insertKey(ownerId: string): Promise<string> {
    const id = newId()
    const none = { expires_at: null, last_used_at: null, revoked_at: null, created_by: null }
    const lists = { scopes: '[]', allowed_origins: '[]' }
    const row = { id, owner_kind: 'user' as const, owner_id: ownerId, name: 'Сайт', hint: '', key_hash: id }
    await database()
      .db.insertInto('api_keys')
      .values({ ...row, ...lists, ...none, created_at: '2000-01-01T00:00:00.000Z' })
      .execute()
    return id
  }

  async function insertCall(keyId: string, at: string, source: 'faq' | 'model' | null, firstByteMs: number) {
    const call = { id: newId(), api_key_id: keyId, address: '192.0.2.7', model: 'secretary', provider_id: null }
    const end = { status: 200, outcome: 'complete' as const, error_code: null, trace: null, total_ms: firstByteMs }
    const used = { input_tokens: null, output_tokens: null, is_estimated: 0, characters: null }
    await database()
      .db.insertInto('api_calls')
      .values({
        ...call,
        ...end,
        ...used,
        is_stream: 0,
        answer_source: source,
        first_byte_ms: firstByteMs,
        created_at: at,
      })
      .execute()
  }

  const everything = { kind: 'all' } as const
  const read = (scope: Parameters<ReturnType<typeof createDayFiguresRepository>['read']>[0], day: BusinessDay) =>
    createDayFiguresRepository(database().db).read(scope, day)

  it('are nothing on a day without visitors', async () => {
    const day = aDay()
    expect(await read(everything, day)).toEqual({
      date: day.date,
      conversations: 0,
      answers: { faq: 0, model: 0, none: 0 },
      firstTextMs: null,
    })
  })

  it('count who answered and how long it took, from the first moment of the day to the last', async () => {
    const day = aDay()
    const { conversation: first } = await insertConversation(database().db, { source: 'api' })
    const { conversation: second } = await insertConversation(database().db, { source: 'widget' })
    await answered(first.id, day.from, 'faq', 2)
    await answered(first.id, `${year}-03-02T10:00:00.000Z`, 'faq', 4)
    await answered(first.id, `${year}-03-02T11:00:00.000Z`, 'model', 900)
    await answered(second.id, `${year}-03-02T12:00:00.000Z`, 'suggestions')
    await answered(second.id, `${year}-03-02T20:59:59.999Z`, 'fallback', 6)
    await answered(second.id, `${year}-03-02T15:00:00.000Z`, 'message-taking')
    await answered(second.id, day.to, 'faq', 1)
    await answered(second.id, `${year}-03-01T20:59:59.999Z`, 'faq', 1)
    expect(await read(everything, day)).toEqual({
      date: day.date,
      conversations: 2,
      answers: { faq: 2, model: 1, none: 2 },
      firstTextMs: { p50: 4, p95: 900 },
    })
  })

  it('count answers to programs that keep their conversations themselves, each for its owner', async () => {
    const day = aDay()
    const ownerId = newId()
    const keyId = await insertKey(ownerId)
    await insertCall(keyId, day.from, 'faq', 3)
    await insertCall(await insertKey(newId()), day.from, 'model', 700)
    await insertCall(keyId, day.from, null, 900)
    await insertCall(keyId, day.to, 'faq', 1)
    expect(await read(everything, day)).toMatchObject({
      conversations: 0,
      answers: { faq: 1, model: 1, none: 0 },
      firstTextMs: { p50: 3, p95: 700 },
    })
    const mine = { kind: 'owner', userId: ownerId, includeSystem: false } as const
    expect((await read(mine, day)).answers).toEqual({ faq: 1, model: 0, none: 0 })
  })

  it('leave tests out, and show everybody his own', async () => {
    const day = aDay()
    const ownerId = newId()
    const { conversation: test } = await insertConversation(database().db, { source: 'panel', ownerId })
    const { conversation: own } = await insertConversation(database().db, { source: 'api', ownerId })
    const { conversation: foreign } = await insertConversation(database().db, { source: 'api', ownerId: newId() })
    await answered(test.id, day.from, 'faq', 1)
    await answered(own.id, day.from, 'faq', 1)
    await answered(foreign.id, day.from, 'model', 1)
    expect((await read(everything, day)).answers).toEqual({ faq: 1, model: 1, none: 0 })
    const mine = { kind: 'owner', userId: ownerId, includeSystem: false } as const
    expect(await read(mine, day)).toMatchObject({ conversations: 1, answers: { faq: 1, model: 0, none: 0 } })
  })
})
