import type { CompiledQuery } from 'kysely'
import type { Logger } from 'pino'
import type { Executor } from '#server/db/database.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { UsageTable } from '#server/features/usage/usage.table.ts'
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
  let waiting: EndedCall[] = []
  let timer: NodeJS.Timeout | null = null
  let rowsInFlight = 0
  let lostRows = 0
  const commits = new Set<Promise<void>>()

  /** All at once: what is done for hundreds in a row costs a fraction of what it costs between other things. */
  function flush(): void {
    timer = null
    const ended = waiting
    waiting = []
    const sums = sumUp(ended)
    const unit = [...calls.insert(ended.map(({ call }) => call)), ...usages.insert(sums)]
    if (unit.length > 0) commit(unit, ended.length + sums.length)
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
      if (waiting.length + rowsInFlight >= MAX_WAITING_ROWS) lostRows++
      else waiting.push({ call, usage })
      timer ??= setTimeout(flush, COLLECT_MS)
    },
    async close() {
      if (timer) clearTimeout(timer)
      flush()
      await Promise.all(commits)
    },
  }
}

interface EndedCall {
  readonly call: ApiCallsTable
  readonly usage: RecordedUsage | SpokenRecord | null
}

interface RowInserts<Row> {
  /** The statements that store these rows. */
  insert(rows: readonly Row[]): CompiledQuery[]
}

/** The texts are compiled once, for fifty rows and for one: making them costs more than everything else here. */
function createRows<Row extends object>(
  columns: readonly (keyof Row & string)[],
  compile: (rows: Row[]) => CompiledQuery,
): RowInserts<Row> {
  const compiled = new Map<number, CompiledQuery>()

  function statement(rows: readonly Row[]): CompiledQuery {
    let query = compiled.get(rows.length)
    if (!query) {
      // Only its columns matter, and their order.
      const example = Object.fromEntries(columns.map((column) => [column, null])) as Row
      query = compile(Array.from(rows, () => example))
      compiled.set(rows.length, query)
    }
    const parameters: unknown[] = []
    for (const row of rows) for (const column of columns) parameters.push(row[column])
    return { ...query, parameters }
  }

  return {
    insert(rows) {
      const statements: CompiledQuery[] = []
      let from = 0
      for (; from + ROWS_PER_STATEMENT <= rows.length; from += ROWS_PER_STATEMENT)
        statements.push(statement(rows.slice(from, from + ROWS_PER_STATEMENT)))
      for (; from < rows.length; from++) statements.push(statement(rows.slice(from, from + 1)))
      return statements
    },
  }
}

/** One row for all that were alike: the same program, model and way of counting. */
function sumUp(ended: readonly EndedCall[]): UsageTable[] {
  const sums = new Map<string, UsageTable>()
  for (const { call, usage } of ended) {
    if (!usage) continue
    const row = usageRow(call, usage)
    const alike = [row.api_key_id, row.kind, row.provider_id, row.is_estimated, row.model_id].join(' ')
    const sum = sums.get(alike)
    if (!sum) sums.set(alike, row)
    else
      for (const figure of ['calls', 'input_tokens', 'output_tokens', 'characters', 'audio_ms'] as const)
        if (row[figure] !== null) sum[figure] = (sum[figure] ?? 0) + row[figure]
  }
  return [...sums.values()]
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
