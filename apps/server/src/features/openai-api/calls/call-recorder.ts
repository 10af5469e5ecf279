import type { CompiledQuery } from 'kysely'
import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { UsageTable } from '#server/features/usage/usage.table.ts'
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

const COLLECT_MS = 100
/** Rows of one statement: sending many texts of SQL to the writer costs more than the rows. */
const ROWS_PER_STATEMENT = 50
/** More than a slow disk may leave waiting; what comes then is told and lost. */
const MAX_WAITING_ROWS = 50_000

export function createCallRecorder(deps: { db: Executor; writer: DurableWriter; logger: Logger }): CallRecorder {
  const { writer, logger } = deps
  const insertCalls = createInsert((rows: ApiCallsTable[]) => deps.db.insertInto('api_calls').values(rows).compile())
  const insertUsage = createInsert((rows: UsageTable[]) => deps.db.insertInto('usage').values(rows).compile())
  let calls: ApiCallsTable[] = []
  let usages: UsageTable[] = []
  let timer: NodeJS.Timeout | null = null
  let rowsInFlight = 0
  let lostRows = 0
  const commits = new Set<Promise<void>>()

  function flush(): void {
    timer = null
    const [storedCalls, storedUsages] = [calls, usages]
    calls = []
    usages = []
    const unit = [...insertCalls(storedCalls), ...insertUsage(storedUsages)]
    if (unit.length > 0) commit(unit, storedCalls.length + storedUsages.length)
    if (lostRows > 0) logger.error({ rows: lostRows }, 'the disk is too slow: rows of API calls were lost')
    lostRows = 0
  }

  function commit(unit: CompiledQuery[], rows: number): void {
    rowsInFlight += rows
    const done = writer
      .commit(unit)
      .catch((error: unknown) => logger.error({ err: error, rows }, 'API calls could not be stored'))
      .finally(() => {
        rowsInFlight -= rows
        commits.delete(done)
      })
    commits.add(done)
  }

  return {
    record(call, usage) {
      if (calls.length + usages.length + rowsInFlight >= MAX_WAITING_ROWS) lostRows++
      else {
        calls.push(callRow(call))
        if (usage) usages.push(usageRow(call, usage))
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

/**
 * The texts are compiled once, for fifty rows and for one: making them costs more than everything else here.
 * Rows have their columns in one order, which is that of the parameters.
 */
function createInsert<Row extends object>(compile: (rows: Row[]) => CompiledQuery): (rows: Row[]) => CompiledQuery[] {
  const compiled = new Map<number, CompiledQuery>()
  const insert = (rows: Row[]): CompiledQuery => {
    const known = compiled.get(rows.length)
    if (known) return { ...known, parameters: rows.flatMap((row) => Object.values(row)) }
    const query = compile(rows)
    compiled.set(rows.length, query)
    return query
  }
  return (rows) => {
    const statements: CompiledQuery[] = []
    let start = 0
    for (; start + ROWS_PER_STATEMENT <= rows.length; start += ROWS_PER_STATEMENT)
      statements.push(insert(rows.slice(start, start + ROWS_PER_STATEMENT)))
    for (; start < rows.length; start++) statements.push(insert(rows.slice(start, start + 1)))
    return statements
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

function usageRow(call: ApiCallsTable, usage: RecordedUsage | SpokenRecord): UsageTable {
  const spoken = 'audioMs' in usage ? usage : null
  const tokens = 'audioMs' in usage ? null : usage
  return {
    id: newId(),
    turn_id: null,
    conversation_id: null,
    api_call_id: call.id,
    api_key_id: call.api_key_id,
    kind: spoken ? 'tts' : 'llm',
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
