import type { IncomingMessage, ServerResponse } from 'node:http'
import { type GuardedTarget, guardedTarget } from '@secretary/models/util/guarded-target'
import type { Connection } from '#server/features/providers/connection.ts'
import type { CallNotes } from '../calls/observed-call.ts'
import { asksForUsage, type CompletionEnvelope, rewriteBody } from '../wire/completion-envelope.ts'
import { EventScanner } from '../wire/event-scanner.ts'
import { type ReportedUsage, usageIn } from '../wire/reported-usage.ts'
import { scanTopLevel } from '../wire/top-level-fields.ts'
import { askVendor } from './ask-vendor.ts'
import { readAnswer } from './read-answer.ts'
import { relayStream } from './relay-stream.ts'
import { reportedFailure, unreachable, unreadable, vendorError } from './vendor-error.ts'

export interface RelayTimeouts {
  /** For the first byte of a stream, and between two of them. */
  readonly streamIdleMs: number
  /** For an answer that comes in one piece. */
  readonly answerMs: number
  readonly stalledClientMs: number
}

export const relayTimeouts: RelayTimeouts = { streamIdleMs: 60_000, answerMs: 300_000, stalledClientMs: 30_000 }

export interface RelayRequest {
  readonly envelope: CompletionEnvelope
  readonly connection: Connection
  /** As the vendor knows it. */
  readonly model: string
  readonly notes: CallNotes
  readonly signal: AbortSignal
  /** Sends the head of a stream, once there is something to send. */
  readonly startStream: () => ServerResponse
}

export interface CompletionRelay {
  /** The body of the answer, or null after it was streamed. @throws ApiError */
  complete(request: RelayRequest): Promise<Buffer | null>
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024
const MAX_ERROR_BYTES = 256 * 1024
/** Parsing what is longer would hold others up; its usage is then cut out. */
const MAX_PARSED_BYTES = 1024 * 1024
const BYTES_PER_TOKEN = 4

/** From OpenAI's wire to OpenAI's wire: bytes in, the same bytes out. */
export function createCompletionRelay({
  timeouts = relayTimeouts,
}: {
  timeouts?: RelayTimeouts
} = {}): CompletionRelay {
  const targets = new WeakMap<Connection, GuardedTarget>()
  /** What a provider did when it was asked for usage without the client's wish. Mistral refuses such a request. */
  const tellsUsage = new Map<string, boolean>()

  async function send(
    { envelope, connection, model, signal }: RelayRequest,
    addsUsage: boolean,
  ): Promise<IncomingMessage> {
    const body = rewriteBody(envelope, { model, addsUsage })
    return askVendor({
      target: targetOf(targets, connection),
      headers: headersFor(connection, body, envelope.isStream),
      body,
      provider: connection.name,
      timeoutMs: envelope.isStream ? timeouts.streamIdleMs : timeouts.answerMs,
      signal,
    })
  }

  /** @throws ApiError for every answer but a good one. */
  async function open(request: RelayRequest): Promise<{ source: IncomingMessage; addsUsage: boolean }> {
    const { envelope, connection, model, signal } = request
    const isWanted = envelope.isStream && !asksForUsage(envelope)
    const addsUsage = isWanted && tellsUsage.get(connection.providerId) !== false
    const source = await send(request, addsUsage)
    if (isGood(source)) {
      if (addsUsage) tellsUsage.set(connection.providerId, true)
      return { source, addsUsage }
    }
    const { name: provider } = connection
    const idleTimeoutMs = timeouts.streamIdleMs
    const body = await readAnswer(source, { maxBytes: MAX_ERROR_BYTES, idleTimeoutMs, provider, signal })
    if (addsUsage && mayRefuseUsage(source, body, tellsUsage.get(connection.providerId))) {
      const again = await send(request, false)
      if (isGood(again)) {
        tellsUsage.set(connection.providerId, false)
        return { source: again, addsUsage: false }
      }
      again.destroy()
    }
    const status = source.statusCode ?? 502
    throw vendorError({ status, body, retryAfter: source.headers['retry-after'] }, { provider, model })
  }

  return {
    async complete(request) {
      const { envelope, connection, notes, signal } = request
      notes.providerId = connection.providerId
      const { source, addsUsage } = await open(request)
      if (envelope.isStream) return stream(request, source, { addsUsage, timeouts })
      const { answerMs: idleTimeoutMs } = timeouts
      const provider = connection.name
      const body = await readAnswer(source, { maxBytes: MAX_ANSWER_BYTES, idleTimeoutMs, provider, signal })
      note(request, readUsage(body, provider), body.length)
      return body
    },
  }
}

async function stream(
  request: RelayRequest,
  source: IncomingMessage,
  { addsUsage, timeouts }: { addsUsage: boolean; timeouts: RelayTimeouts },
): Promise<null> {
  const { connection, notes, signal, startStream } = request
  if (/json|html/.test(source.headers['content-type'] ?? '')) {
    source.destroy()
    throw unreadable(connection.name)
  }
  const scanner = new EventScanner({ dropsUsageEvents: addsUsage })
  try {
    const end = await relayStream({
      source,
      scanner,
      provider: connection.name,
      start: startStream,
      idleTimeoutMs: timeouts.streamIdleMs,
      stalledClientMs: timeouts.stalledClientMs,
      signal,
    })
    notes.failure = end.error
    notes.firstByteAtMs = end.firstEventAtMs
  } finally {
    // About one event a token, where nobody says a number.
    if (scanner.eventCount > 0) note(request, scanner.usage, scanner.eventCount * BYTES_PER_TOKEN)
  }
  return null
}

function note(
  { envelope, connection, model, notes }: RelayRequest,
  usage: ReportedUsage | null,
  answerBytes: number,
): void {
  const counted = usage ?? {
    inputTokens: Math.ceil(envelope.bytes.length / BYTES_PER_TOKEN),
    outputTokens: Math.ceil(answerBytes / BYTES_PER_TOKEN),
  }
  notes.usage = { ...counted, providerId: connection.providerId, modelId: model, isEstimated: usage === null }
}

/** @throws ApiError where it is no JSON object. */
function readUsage(body: Buffer, provider: string): ReportedUsage | null {
  if (body.length > MAX_PARSED_BYTES) {
    const scan = scanTopLevel(body, new Set(['usage']))
    if (scan.outcome !== 'found') throw unreadable(provider)
    const range = scan.fields.get('usage')
    return range ? usageIn({ usage: parseObject(body.subarray(range.start, range.end), provider) }) : null
  }
  const answer = parseObject(body, provider)
  // OpenRouter tells some failures with a good status.
  if ('error' in answer && answer.error && !('choices' in answer)) throw reportedFailure(body, provider)
  return usageIn(answer)
}

function parseObject(bytes: Buffer, provider: string): object {
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw unreadable(provider)
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw unreadable(provider)
  return parsed
}

function isGood({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300
}

/** Whoever has told usage before refuses for another reason, unless he says which field it is. */
function mayRefuseUsage({ statusCode }: IncomingMessage, body: Buffer, hasToldBefore: boolean | undefined): boolean {
  if (statusCode !== 400 && statusCode !== 422) return false
  return hasToldBefore !== true || body.includes('stream_options')
}

function targetOf(targets: WeakMap<Connection, GuardedTarget>, connection: Connection): GuardedTarget {
  const known = targets.get(connection)
  if (known) return known
  const { baseUrl, reach, name } = connection
  try {
    const target = guardedTarget(new URL(`${baseUrl}/chat/completions`), { provider: name, reach })
    targets.set(connection, target)
    return target
  } catch (error) {
    throw unreachable(name, error)
  }
}

function headersFor({ apiKey }: Connection, body: Buffer, isStream: boolean): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(body.length),
    accept: isStream ? 'text/event-stream' : 'application/json',
    // What is passed on as it comes must be readable on the way.
    'accept-encoding': 'identity',
    'user-agent': 'secretary',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  }
}
