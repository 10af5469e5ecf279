import { ApiError } from '#server/platform/api-error.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import type { SpokenRecord } from '../spoken-record.ts'
import type { ApiCallsTable } from './api-calls.table.ts'
import type { CallRecorder, RecordedUsage } from './call-recorder.ts'

/** What is known of a call when it comes in. */
export interface IncomingCall {
  readonly requestId: string
  readonly keyId: string
  readonly address: string
  readonly model: string
  readonly isStream: boolean
}

/** What is learnt of it on the way, by whoever learns it. */
export interface CallNotes {
  providerId: string | null
  usage: RecordedUsage | null
  spoken: SpokenRecord | null
  answerSource: string | null
  trace: unknown
  /** Of `performance.now()`. */
  firstByteAtMs: number | null
  /** A stream that broke off after its status had been told. */
  failure: ApiError | AppError | null
}

/** Runs a call and leaves its row, however it ends. */
export async function observeCall<T>(
  deps: { recorder: CallRecorder; clock: Clock },
  call: IncomingCall & { readonly signal: AbortSignal },
  run: (notes: CallNotes) => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now()
  const notes: CallNotes = {
    providerId: null,
    usage: null,
    spoken: null,
    answerSource: null,
    trace: null,
    firstByteAtMs: null,
    failure: null,
  }
  const createdAt = timestamp(deps.clock)
  const leaveRow = (status: number, error: unknown) => {
    const hasLeft = call.signal.aborted && !(call.signal.reason instanceof AppError)
    const row: ApiCallsTable = {
      id: call.requestId,
      api_key_id: call.keyId,
      address: call.address,
      model: storable(call.model),
      provider_id: notes.providerId,
      is_stream: call.isStream ? 1 : 0,
      status,
      outcome: hasLeft ? 'client-gone' : error === null ? 'complete' : 'failed',
      error_code: hasLeft ? null : codeOf(error),
      answer_source: notes.answerSource,
      trace: notes.trace === null ? null : JSON.stringify(notes.trace),
      first_byte_ms: notes.firstByteAtMs === null ? null : Math.round(notes.firstByteAtMs - startedAtMs),
      total_ms: Math.round(performance.now() - startedAtMs),
      created_at: createdAt,
    }
    deps.recorder.record(row, notes.usage ?? notes.spoken)
  }
  try {
    const result = await run(notes)
    // What ended it otherwise than by itself: the key was revoked, or the server stops.
    leaveRow(200, notes.failure ?? (call.signal.reason instanceof AppError ? call.signal.reason : null))
    return result
  } catch (error) {
    leaveRow(statusOf(error), error)
    throw error
  }
}

/** As the client is told; the rules of ours that a call can break in here. */
function statusOf(error: unknown): number {
  if (error instanceof ApiError) return error.status
  const code = error instanceof AppError ? error.code : 'internal_error'
  return { validation_failed: 400, rate_limited: 429, voice_unavailable: 503 }[code as string] ?? 500
}

function codeOf(error: unknown): string | null {
  if (error === null) return null
  if (error instanceof ApiError) return error.code ?? error.type
  return error instanceof AppError ? error.code : 'internal_error'
}

/** A client may call a model anything; one row that a database refuses would take its neighbours with it. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}
