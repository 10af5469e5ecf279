import type { CompiledQuery } from 'kysely'
import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import { newId } from '#server/platform/ids.ts'
import type { SpokenRecord } from '../spoken-record.ts'
import type { ApiCallsTable } from './api-calls.table.ts'

export interface RecordedUsage {
  readonly providerId: string
  readonly modelId: string
  readonly inputTokens: number
  readonly outputTokens: number
  /** The vendor said nothing, so it was counted here. */
  readonly isEstimated: boolean
}

export interface CallRecorder {
  /** Costs the caller nothing but memory: rows are stored in batches, soon after. */
  record(call: ApiCallsTable, usage: RecordedUsage | SpokenRecord | null): void
  /** Stores what waits. */
  close(): Promise<void>
}

const COLLECT_MS = 20
const ROWS_PER_COMMIT = 500
/** More than a slow disk may leave waiting; what comes then is told and lost. */
const MAX_WAITING_ROWS = 50_000

export function createCallRecorder(deps: { db: Executor; writer: DurableWriter; logger: Logger }): CallRecorder {
  const { writer, logger } = deps
  const { callStatement, usageStatement } = createStatements(deps.db)
  let waiting: CompiledQuery[] = []
  let timer: NodeJS.Timeout | null = null
  let rowsInFlight = 0
  let lostRows = 0
  const commits = new Set<Promise<void>>()

  function flush(): void {
    timer = null
    while (waiting.length > 0) {
      const unit = waiting.slice(0, ROWS_PER_COMMIT)
      waiting = waiting.slice(ROWS_PER_COMMIT)
      commit(unit)
    }
    if (lostRows > 0) logger.error({ rows: lostRows }, 'the disk is too slow: rows of API calls were lost')
    lostRows = 0
  }

  function commit(unit: CompiledQuery[]): void {
    rowsInFlight += unit.length
    const done = writer
      .commit(unit)
      .catch((error: unknown) => logger.error({ err: error, rows: unit.length }, 'API calls could not be stored'))
      .finally(() => {
        rowsInFlight -= unit.length
        commits.delete(done)
      })
    commits.add(done)
  }

  return {
    record(call, usage) {
      if (waiting.length + rowsInFlight >= MAX_WAITING_ROWS) lostRows++
      else {
        waiting.push(callStatement(call))
        if (usage) waiting.push(usageStatement(call, usage))
      }
      timer ??= setTimeout(flush, COLLECT_MS)
    },
    async close() {
      if (timer) clearTimeout(timer)
      flush()
      await Promise.all(commits)
    },
  }
}

/** Compiled once: the text of a statement never changes, and making it costs more than everything else here. */
function createStatements(db: Executor) {
  const insertCall = db.insertInto('api_calls').values(callRow(sampleCall)).compile()
  const insertUsage = db.insertInto('usage').values(usageRow(sampleCall, sampleUsage)).compile()
  return {
    callStatement: (call: ApiCallsTable): CompiledQuery => ({
      ...insertCall,
      parameters: Object.values(callRow(call)),
    }),
    usageStatement: (call: ApiCallsTable, usage: RecordedUsage | SpokenRecord): CompiledQuery => ({
      ...insertUsage,
      parameters: Object.values(usageRow(call, usage)),
    }),
  }
}

/** Always in this order: it is the order of the parameters. */
function callRow(call: ApiCallsTable): ApiCallsTable {
  return {
    id: call.id,
    api_key_id: call.api_key_id,
    address: call.address,
    model: call.model,
    provider_id: call.provider_id,
    is_stream: call.is_stream,
    status: call.status,
    outcome: call.outcome,
    error_code: call.error_code,
    answer_source: call.answer_source,
    trace: call.trace,
    first_byte_ms: call.first_byte_ms,
    total_ms: call.total_ms,
    created_at: call.created_at,
  }
}

function usageRow(call: ApiCallsTable, usage: RecordedUsage | SpokenRecord) {
  const spoken = 'audioMs' in usage ? usage : null
  const tokens = 'audioMs' in usage ? null : usage
  return {
    id: newId(),
    turn_id: null,
    conversation_id: null,
    api_call_id: call.id,
    api_key_id: call.api_key_id,
    kind: spoken ? ('tts' as const) : ('llm' as const),
    provider_id: usage.providerId,
    model_id: usage.modelId,
    input_tokens: tokens?.inputTokens ?? null,
    output_tokens: tokens?.outputTokens ?? null,
    is_estimated: tokens?.isEstimated ? 1 : 0,
    characters: spoken?.characters ?? null,
    audio_ms: spoken ? Math.round(spoken.audioMs) : null,
    created_at: call.created_at,
  }
}

const sampleUsage: RecordedUsage = { providerId: '', modelId: '', inputTokens: 0, outputTokens: 0, isEstimated: false }
const sampleCall: ApiCallsTable = {
  id: '',
  api_key_id: '',
  address: '',
  model: '',
  provider_id: null,
  is_stream: 0,
  status: 200,
  outcome: 'complete',
  error_code: null,
  answer_source: null,
  trace: null,
  first_byte_ms: null,
  total_ms: 0,
  created_at: '',
}
