import { AppError } from '#server/platform/app-error.ts'
import type { Cancellation } from '#server/platform/cancellation.ts'
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
  failure: Error | null
}

/** Runs a call and leaves its row, however it ends. */
export async function observeCall<T>(
  deps: {
    recorder: CallRecorder
    clock: Clock
    /** What the client is told of a failure. */
    toldFailure: (error: unknown, requestId: string) => { readonly status: number; readonly code: string }
  },
  call: IncomingCall & { readonly cancellation: Cancellation },
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
  const leaveRow = (failure: unknown, isAnswered: boolean) => {
    const told = failure === null ? null : deps.toldFailure(failure, call.requestId)
    const { isCancelled, reason } = call.cancellation
    const hasLeft = isCancelled && !(reason instanceof AppError)
    const row: ApiCallsTable = {
      id: call.requestId,
      api_key_id: call.keyId,
      address: call.address,
      model: call.model,
      provider_id: notes.providerId,
      is_stream: call.isStream ? 1 : 0,
      // A stream that broke off had told a good one.
      status: isAnswered ? 200 : (told?.status ?? 200),
      outcome: hasLeft ? 'client-gone' : told === null ? 'complete' : 'failed',
      error_code: hasLeft ? null : (told?.code ?? null),
      answer_source: notes.answerSource,
      trace: notes.trace === null ? null : JSON.stringify(notes.trace),
      first_byte_ms: notes.firstByteAtMs === null ? null : Math.round(notes.firstByteAtMs - startedAtMs),
      total_ms: Math.round(performance.now() - startedAtMs),
      input_tokens: notes.usage?.inputTokens ?? null,
      output_tokens: notes.usage?.outputTokens ?? null,
      is_estimated: notes.usage?.isEstimated ? 1 : 0,
      characters: notes.spoken?.characters ?? null,
      created_at: createdAt,
    }
    deps.recorder.record(row, notes.usage ?? notes.spoken)
  }
  try {
    const result = await run(notes)
    // What ended it otherwise than by itself: the key was revoked, or the server stops.
    const { reason } = call.cancellation
    leaveRow(notes.failure ?? (reason instanceof AppError ? reason : null), true)
    return result
  } catch (error) {
    leaveRow(error, false)
    throw error
  }
}
