import { pino } from 'pino'
import { expect, it } from 'vitest'
import { newId } from '#server/platform/ids.ts'
import { describeOnEachDatabase } from '#server-test/support/each-database.ts'
import type { ApiCallsTable } from './api-calls.table.ts'
import { createCallRecorder, type RecordedUsage } from './call-recorder.ts'

const CALLS = 120

const call = (api_key_id: string, used: Partial<ApiCallsTable> = {}): ApiCallsTable => ({
  id: newId(),
  api_key_id,
  address: '192.0.2.7',
  model: 'vendor/m',
  provider_id: 'p',
  is_stream: 0,
  status: 200,
  outcome: 'complete',
  error_code: null,
  answer_source: null,
  trace: null,
  first_byte_ms: null,
  total_ms: 5,
  input_tokens: null,
  output_tokens: null,
  is_estimated: 0,
  characters: null,
  created_at: '2026-03-02T09:00:00.000Z',
  ...used,
})

describeOnEachDatabase('what programs ask', (database) => {
  it('takes no other row with it, whatever client and vendor call things and count', async () => {
    const { db, dialect } = database()
    const writer = await dialect.openWriter()
    const recorder = createCallRecorder({ db, writer, logger: pino({ level: 'silent' }) })
    const [mine, other] = [newId(), newId()]
    const tokens: RecordedUsage = {
      providerId: 'p',
      modelId: 'a\u0000\ud800',
      inputTokens: 4e9,
      outputTokens: 1,
      isEstimated: false,
    }
    const odd = { model: 'v/\u0000\ud800', error_code: 'x\u0000', input_tokens: 4e9, output_tokens: 1 }
    recorder.record(call(mine, odd), tokens)
    recorder.record(call(mine, odd), tokens)
    recorder.record(call(other), null)
    await recorder.close()
    await writer.close()
    const most = 2 ** 31 - 1
    const rows = db.selectFrom('api_calls').select(['model', 'error_code', 'input_tokens']).orderBy('id')
    const told = { model: 'v/\ufffd', error_code: 'x', input_tokens: most }
    expect(await rows.where('api_key_id', 'in', [mine, other]).execute()).toEqual([
      told,
      told,
      { model: 'vendor/m', error_code: null, input_tokens: null },
    ])
    const sums = db.selectFrom('usage').select(['model_id', 'input_tokens', 'calls']).where('api_key_id', '=', mine)
    expect(await sums.execute()).toEqual([{ model_id: 'a\ufffd', input_tokens: most, calls: 2 }])
  })

  it('is a row for each call, and one sum for all that were alike', async () => {
    const { db, dialect } = database()
    const writer = await dialect.openWriter()
    const recorder = createCallRecorder({ db, writer, logger: pino({ level: 'silent' }) })
    const asked = { input_tokens: 11, output_tokens: 5 }
    const tokens: RecordedUsage = {
      providerId: 'p',
      modelId: 'm',
      inputTokens: 11,
      outputTokens: 5,
      isEstimated: false,
    }
    const [mine, other] = [newId(), newId()]
    const calls = Array.from({ length: CALLS }, () => call(mine, asked))
    for (const one of calls) recorder.record(one, tokens)
    recorder.record(call(mine, { ...asked, is_estimated: 1 }), { ...tokens, isEstimated: true })
    recorder.record(call(mine), null)
    recorder.record(call(mine, { characters: 16 }), {
      kind: 'tts',
      providerId: 'p',
      modelId: 'm',
      characters: 16,
      audioMs: 900.6,
    })
    recorder.record(call(other, asked), { ...tokens, modelId: 'another' })
    recorder.record(call(other, asked), tokens)
    await recorder.close()
    await writer.close()

    const rows = await db
      .selectFrom('api_calls')
      .select(['id', 'input_tokens', 'output_tokens', 'is_estimated', 'characters'])
      .where('api_key_id', '=', mine)
      .execute()
    expect(rows).toHaveLength(CALLS + 3)
    expect(rows.find(({ id }) => id === calls[70]?.id)).toMatchObject({ input_tokens: 11, output_tokens: 5 })
    expect(rows.filter(({ is_estimated }) => is_estimated === 1)).toHaveLength(1)
    expect(rows.filter(({ input_tokens }) => input_tokens === null).map(({ characters }) => characters)).toEqual(
      expect.arrayContaining([null, 16]),
    )
    const sums = await db
      .selectFrom('usage')
      .select(['model_id', 'kind', 'calls', 'input_tokens', 'output_tokens', 'is_estimated', 'characters', 'audio_ms'])
      .where('api_key_id', 'in', [mine, other])
      .orderBy('id')
      .execute()
    const llm = { kind: 'llm', model_id: 'm', is_estimated: 0, characters: null, audio_ms: null }
    expect(sums).toEqual([
      { ...llm, calls: CALLS, input_tokens: 11 * CALLS, output_tokens: 5 * CALLS },
      { ...llm, calls: 1, input_tokens: 11, output_tokens: 5, is_estimated: 1 },
      { ...llm, kind: 'tts', calls: 1, input_tokens: null, output_tokens: null, characters: 16, audio_ms: 901 },
      { ...llm, model_id: 'another', calls: 1, input_tokens: 11, output_tokens: 5 },
      { ...llm, calls: 1, input_tokens: 11, output_tokens: 5 },
    ])
  })
})
