import type { CompiledQuery } from 'kysely'
import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { UsageTable } from '#server/features/usage/usage.table.ts'
import type { SpokenRecord } from '../spoken-record.ts'
import type { ApiCallsTable } from './api-calls.table.ts'
import { storable } from './storable.ts'

export interface RecordedUsage {
  readonly providerId: string
  readonly modelId: string
  readonly inputTokens: number
  readonly outputTokens: number
  /** The vendor said nothing, so it was counted here. */
  readonly isEstimated: boolean
}

export interface CallRecorder {
  /** Costs the caller nothing but memory: rows are stored in batches, soon after, and those of `usage` as sums. */
  record(call: ApiCallsTable, usage: RecordedUsage | SpokenRecord | null): void
  /** Stores what waits. */
  close(): Promise<void>
}

const COLLECT_MS = 100
/** Rows of one statement: sending many texts of SQL to the writer costs more than the rows. */
const ROWS_PER_STATEMENT = 50
/** More than a slow disk may leave waiting; what comes then is told and lost. */
const MAX_WAITING_ROWS = 50_000

const callColumns: readonly (keyof ApiCallsTable)[] = [
  'id',
  'api_key_id',
  'address',
  'model',
  'provider_id',
  'is_stream',
  'status',
  'outcome',
  'error_code',
  'answer_source',
  'trace',
  'first_byte_ms',
  'total_ms',
  'input_tokens',
  'output_tokens',
  'is_estimated',
  'characters',
  'created_at',
]
const usageColumns: readonly (keyof UsageTable)[] = [
  'id',
  'turn_id',
  'conversation_id',
  'api_key_id',
  'kind',
  'provider_id',
  'model_id',
  'input_tokens',
  'output_tokens',
  'is_estimated',
  'characters',
  'audio_ms',
  'calls',
  'created_at',
]

export function createCallRecorder(deps: { db: Executor; writer: DurableWriter; logger: Logger }): CallRecorder {
  const { writer, logger } = deps
  const calls = createRows(callColumns, (rows) => deps.db.insertInto('api_calls').values(rows).compile())
  const usages = createRows(usageColumns, (rows) => deps.db.insertInto('usage').values(rows).compile())
  let sums = new Map<string, UsageTable>()
  let timer: NodeJS.Timeout | null = null
  let rowsInFlight = 0
  let lostRows = 0
  const commits = new Set<Promise<void>>()

  function flush(): void {
    timer = null
    for (const sum of sums.values()) usages.add(sum)
    sums = new Map()
    const rows = calls.count + usages.count
    const unit = [...calls.take(), ...usages.take()]
    if (unit.length > 0) commit(unit, rows)
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
      if (calls.count + rowsInFlight >= MAX_WAITING_ROWS) lostRows++
      else {
        calls.add(call)
        if (usage) sumUp(sums, call, usage)
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

interface WaitingRows<Row> {
  readonly count: number
  add(row: Row): void
  /** The statements that store what has waited. */
  take(): CompiledQuery[]
}

/**
 * Rows wait as the parameters of their statements, and nothing of a call is kept alive by them. The texts are compiled once, for fifty rows and for one: making them costs more than everything else here.
 */
function createRows<Row extends object>(
  columns: readonly (keyof Row & string)[],
  compile: (rows: Row[]) => CompiledQuery,
): WaitingRows<Row> {
  const compiled = new Map<number, CompiledQuery>()
  let parameters: unknown[] = []

  function insert(from: number, rows: number): CompiledQuery {
    let query = compiled.get(rows)
    if (!query) {
      // Only its columns matter, and their order.
      const example = Object.fromEntries(columns.map((column) => [column, null])) as Row
      query = compile(Array.from({ length: rows }, () => example))
      compiled.set(rows, query)
    }
    return { ...query, parameters: parameters.slice(from, from + rows * columns.length) }
  }

  return {
    get count() {
      return parameters.length / columns.length
    },
    add(row) {
      for (const column of columns) parameters.push(storable(row[column]))
    },
    take() {
      const statements: CompiledQuery[] = []
      const full = ROWS_PER_STATEMENT * columns.length
      let from = 0
      for (; from + full <= parameters.length; from += full) statements.push(insert(from, ROWS_PER_STATEMENT))
      for (; from < parameters.length; from += columns.length) statements.push(insert(from, 1))
      parameters = []
      return statements
    },
  }
}

const figures = ['calls', 'input_tokens', 'output_tokens', 'characters', 'audio_ms'] as const

/** Adds to the row of all that were alike: the same program, model and way of counting. */
function sumUp(sums: Map<string, UsageTable>, call: ApiCallsTable, usage: RecordedUsage | SpokenRecord): void {
  const row = usageRow(call, usage)
  const alike = `${row.api_key_id} ${row.kind} ${row.provider_id} ${row.is_estimated} ${row.model_id}`
  const sum = sums.get(alike)
  if (!sum) return void sums.set(alike, row)
  for (const figure of figures) if (row[figure] !== null) sum[figure] = (sum[figure] ?? 0) + row[figure]
}

function usageRow(call: ApiCallsTable, usage: RecordedUsage | SpokenRecord): UsageTable {
  return {
    // Of a sum the first one lends its name: no other row can have it.
    id: call.id,
    turn_id: null,
    conversation_id: null,
    api_key_id: call.api_key_id,
    kind: 'audioMs' in usage ? 'tts' : 'llm',
    provider_id: usage.providerId,
    model_id: usage.modelId,
    input_tokens: call.input_tokens,
    output_tokens: call.output_tokens,
    is_estimated: call.is_estimated,
    characters: call.characters,
    audio_ms: 'audioMs' in usage ? Math.round(usage.audioMs) : null,
    calls: 1,
    created_at: call.created_at,
  }
}
