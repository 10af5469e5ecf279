import type { ServerResponse } from 'node:http'
import type { OpenAiError } from '@secretary/contracts/openai-error'
import type { Connection } from '#server/features/providers/connection.ts'
import type { CallNotes } from '../calls/observed-call.ts'
import { asksForUsage, type CompletionEnvelope, rewriteBody } from '../wire/completion-envelope.ts'
import { EventScanner } from '../wire/event-scanner.ts'
import { type ReportedUsage, usageIn } from '../wire/reported-usage.ts'
import { scanTopLevel } from '../wire/top-level-fields.ts'
import { askVendor } from './ask-vendor.ts'
import { readAnswer } from './read-answer.ts'
import { relayStream } from './relay-stream.ts'
import type { VendorAnswer } from './vendor-answer.ts'
import { reportedFailure, unreadable, vendorError } from './vendor-error.ts'
import { createVendorLines, type VendorLine } from './vendor-line.ts'

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
  /** The event that ends a stream which failed. */
  readonly tell: (failure: unknown) => OpenAiError
}

export interface CompletionRelay {
  /** The body of the answer, or null after it was streamed. @throws ApiError */
  complete(request: RelayRequest): Promise<Buffer | null>
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024
const MAX_ERROR_BYTES = 256 * 1024
const BYTES_PER_TOKEN = 4

/** From OpenAI's wire to OpenAI's wire: bytes in, the same bytes out. */
export function createCompletionRelay({
  timeouts = relayTimeouts,
}: {
  timeouts?: RelayTimeouts
} = {}): CompletionRelay {
  const lines = createVendorLines()
  /** What a provider did when it was asked for usage without the client's wish. Mistral refuses such a request. */
  const tellsUsage = new Map<string, boolean>()

  function send(
    { envelope, connection, model, signal }: RelayRequest,
    line: VendorLine,
    addsUsage: boolean,
  ): Promise<VendorAnswer> {
    return askVendor({
      line,
      body: rewriteBody(envelope, { model, addsUsage }),
      isStream: envelope.isStream,
      provider: connection.name,
      idleTimeoutMs: envelope.isStream ? timeouts.streamIdleMs : timeouts.answerMs,
      signal,
    })
  }

  /** @throws ApiError for every answer but a good one. */
  async function open(request: RelayRequest): Promise<{ source: VendorAnswer; addsUsage: boolean }> {
    const { envelope, connection, model } = request
    const line = lines.known(connection) ?? (await lines.open(connection))
    const isWanted = envelope.isStream && !asksForUsage(envelope)
    const addsUsage = isWanted && tellsUsage.get(connection.providerId) !== false
    const source = await send(request, line, addsUsage)
    if (source.isGood) {
      if (addsUsage) tellsUsage.set(connection.providerId, true)
      return { source, addsUsage }
    }
    const { name: provider } = connection
    const body = await readAnswer(source, { maxBytes: MAX_ERROR_BYTES, provider })
    if (addsUsage && mayRefuseUsage(source, body, tellsUsage.get(connection.providerId))) {
      const again = await send(request, line, false)
      if (again.isGood) {
        tellsUsage.set(connection.providerId, false)
        return { source: again, addsUsage: false }
      }
      again.destroy()
    }
    throw vendorError({ status: source.status, body, retryAfter: source.headers['retry-after'] }, { provider, model })
  }

  return {
    async complete(request) {
      const { envelope, connection, notes } = request
      notes.providerId = connection.providerId
      const { source, addsUsage } = await open(request)
      if (envelope.isStream) return stream(request, source, { addsUsage, timeouts })
      const provider = connection.name
      const body = await readAnswer(source, { maxBytes: MAX_ANSWER_BYTES, provider })
      note(request, readUsage(body, provider), body.length)
      return body
    },
  }
}

async function stream(
  request: RelayRequest,
  source: VendorAnswer,
  { addsUsage, timeouts }: { addsUsage: boolean; timeouts: RelayTimeouts },
): Promise<null> {
  const { connection, notes, startStream, tell } = request
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
      tell,
      stalledClientMs: timeouts.stalledClientMs,
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

const answerFields = new Set(['usage', 'error', 'choices'])
/** Up to here parsing costs less than looking for the ends of things byte by byte. */
const SMALL_ANSWER_BYTES = 8 * 1024

/** What is long is not parsed for a few numbers: they are cut out. @throws ApiError where it is no JSON object. */
function readUsage(body: Buffer, provider: string): ReportedUsage | null {
  const answer = body.length <= SMALL_ANSWER_BYTES ? parse(body, provider) : cutOut(body, provider)
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw unreadable(provider)
  // OpenRouter tells some failures with a good status.
  if ('error' in answer && !('choices' in answer)) throw reportedFailure(body, provider)
  return usageIn(answer)
}

/** The object with its usage, and its other fields as empty as they can be. */
function cutOut(body: Buffer, provider: string): object {
  const scan = scanTopLevel(body, answerFields)
  if (scan.outcome !== 'found') throw unreadable(provider)
  const usage = scan.fields.get('usage')
  const names = Object.fromEntries([...scan.fields.keys()].map((name) => [name, null]))
  return usage ? { ...names, usage: parse(body.subarray(usage.start, usage.end), provider) } : names
}

function parse(bytes: Buffer, provider: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw unreadable(provider)
  }
}

/** Whoever has told usage before refuses for another reason, unless he says which field it is. */
function mayRefuseUsage({ status }: VendorAnswer, body: Buffer, hasToldBefore: boolean | undefined): boolean {
  if (status !== 400 && status !== 422) return false
  return hasToldBefore !== true || body.includes('stream_options')
}
