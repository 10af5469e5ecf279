import { pino } from 'pino'
import { expect, it } from 'vitest'
import { earliestIdAt, newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import type { ApiCallsTable } from './api-calls.table.ts'
import { createCallRetention, KEPT_DAYS } from './call-retention.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600 * 1000).toISOString()

describeOnEachDatabase('old calls of the API', (database) => {
  it('are forgotten in small commits, the others kept, and what they cost too', async () => {
    const { db, readDb, dialect } = database()
    const row = (createdAt: string): ApiCallsTable => ({
      // With a random end: many fall into one moment.
      id: earliestIdAt(Date.parse(createdAt)).slice(0, 24) + newId().slice(24),
      api_key_id: 'key',
      address: '127.0.0.1',
      model: 'secretary',
      provider_id: null,
      is_stream: 0,
      status: 200,
      outcome: 'complete',
      error_code: null,
      answer_source: 'faq',
      trace: null,
      first_byte_ms: 1,
      total_ms: 2,
      input_tokens: null,
      output_tokens: null,
      is_estimated: 0,
      characters: null,
      created_at: createdAt,
    })
    const old = Array.from({ length: 1_203 }, (_, index) => row(daysAgo(KEPT_DAYS + 1 + (index % 50))))
    const kept = [row(daysAgo(KEPT_DAYS - 1)), row(daysAgo(0))]
    for (let start = 0; start < old.length; start += 500)
      await db
        .insertInto('api_calls')
        .values(old.slice(start, start + 500))
        .execute()
    await db.insertInto('api_calls').values(kept).execute()
    const cost = {
      id: newId(),
      kind: 'llm' as const,
      provider_id: 'p',
      model_id: 'm',
      input_tokens: 1,
      output_tokens: 1,
      created_at: daysAgo(KEPT_DAYS + 1),
    }
    await db
      .insertInto('usage')
      .values(cost as never)
      .execute() // The columns that may be absent are.

    const writer = await dialect.openWriter()
    const commits: number[] = []
    const counted = {
      commit: async (unit: Parameters<typeof writer.commit>[0]) => {
        commits.push(unit[0]?.parameters.length ?? 0)
        await writer.commit(unit)
      },
      close: () => writer.close(),
    }
    const retention = createCallRetention({
      db,
      readDb,
      writer: counted,
      logger: pino({ level: 'silent' }),
      clock: { now: () => now },
    })
    expect(await retention.forgetOld()).toBe(1_203)
    expect(commits).toEqual([500, 500, 203])
    expect(await retention.forgetOld()).toBe(0)
    await writer.close()
    const left = await db.selectFrom('api_calls').select('id').execute()
    expect(left.map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted())
    expect(await db.selectFrom('usage').select('id').where('id', '=', cost.id).execute()).toHaveLength(1)
  })
})
