import type { ServerResponse } from 'node:http'
import type { OpenAiError } from '@secretary/contracts/openai-error'
import type { Connection } from '#server/features/providers/connection.ts'
import type { ApiError } from '#server/platform/api-error.ts'
import type { Cancellation } from '#server/platform/cancellation.ts'
import type { CallNotes } from '../calls/observed-call.ts'
import { asksForUsage, type CompletionEnvelope, rewriteBody } from '../wire/completion-envelope.ts'
import { EventScanner } from '../wire/event-scanner.ts'
import { type ReportedUsage, usageIn } from '../wire/reported-usage.ts'
import { scanTopLevel } from '../wire/top-level-fields.ts'
import { askVendor } from './ask-vendor.ts'
import { createPatienceWatch } from './patience.ts'
import { readAnswer } from './read-answer.ts'
import { relayStream } from './relay-stream.ts'
import type { VendorAnswer } from './vendor-answer.ts'
import { reportedFailure, unreadable, vendorError } from './vendor-error.ts'
import { createVendorLines, type VendorLine } from './vendor-line.ts'

/** For the first byte of a stream, and between two of them. */
const STREAM_IDLE_MS = 60_000
/** For an answer that comes in one piece. */
const ANSWER_MS = 300_000
const STALLED_CLIENT_MS = 30_000

export interface RelayRequest {
  readonly envelope: CompletionEnvelope
  readonly connection: Connection
  /** As the vendor knows it. */
  readonly model: string
  readonly notes: CallNotes
  readonly cancellation: Cancellation
  /** Sends the head of a stream, once there is something to send. */
  readonly startStream: () => ServerResponse
  /** The event that ends a stream which failed. */
  readonly tell: (failure: unknown) => OpenAiError
}

export interface CompletionRelay {
  /**
   * The body of the answer, a small one as text in which each character of Latin-1 is the byte it came from; or null after it was streamed.
   * @throws ApiError
   */
  complete(request: RelayRequest): Promise<Buffer | string | null>
}

const MAX_ANSWER_BYTES = 32 * 1024 * 1024
const MAX_ERROR_BYTES = 256 * 1024
const BYTES_PER_TOKEN = 4
/** Up to here parsing costs less than looking for the ends of things byte by byte, and one write of head and text less than two. */
const SMALL_ANSWER_BYTES = 8 * 1024

/** From OpenAI's wire to OpenAI's wire: bytes in, the same bytes out. */
export function createCompletionRelay(): CompletionRelay {
  const lines = createVendorLines()
  const watch = createPatienceWatch()
  /** What a provider did when it was asked for usage without the client's wish. Mistral refuses such a request. */
  const tellsUsage = new Map<string, boolean>()

  function send(
    { envelope, connection, model, cancellation }: RelayRequest,
    line: VendorLine,
    addsUsage: boolean,
  ): Promise<VendorAnswer> {
    return askVendor({
      line,
      body: rewriteBody(envelope, { model, addsUsage }),
      isStream: envelope.isStream,
      provider: connection.name,
      idleTimeoutMs: envelope.isStream ? STREAM_IDLE_MS : ANSWER_MS,
      watch,
      cancellation,
    })
  }

  async function answerPlain(request: RelayRequest, line: VendorLine): Promise<Buffer | string> {
    const provider = request.connection.name
    const source = await send(request, line, false)
    if (!source.isGood) throw refusalOf(request, source, await readRefusal(source, provider))
    const body = await readAnswer(source, { maxBytes: MAX_ANSWER_BYTES, provider })
    const text = body.length <= SMALL_ANSWER_BYTES ? body.toString('latin1') : null
    note(request, readUsage(body, text, provider), body.length)
    return text ?? body
  }

  async function answerStream(request: RelayRequest, line: VendorLine): Promise<null> {
    const { providerId, name: provider } = request.connection
    const dropsUsageEvents = !asksForUsage(request.envelope)
    const addsUsage = dropsUsageEvents && tellsUsage.get(providerId) !== false
    const source = await send(request, line, addsUsage)
    if (source.isGood) {
      if (addsUsage) tellsUsage.set(providerId, true)
      return passOn(request, source, { dropsUsageEvents })
    }
    const body = await readRefusal(source, provider)
    if (addsUsage && mayRefuseUsage(source, body, tellsUsage.get(providerId))) {
      const again = await send(request, line, false)
      if (again.isGood) {
        tellsUsage.set(providerId, false)
        return passOn(request, again, { dropsUsageEvents })
      }
      again.destroy()
    }
    throw refusalOf(request, source, body)
  }

  return {
    complete(request) {
      const { connection, envelope, notes } = request
      notes.providerId = connection.providerId
      const answer = envelope.isStream ? answerStream : answerPlain
      const line = lines.known(connection)
      return line ? answer(request, line) : lines.open(connection).then((opened) => answer(request, opened))
    },
  }
}

function readRefusal(source: VendorAnswer, provider: string): Promise<Buffer> {
  return readAnswer(source, { maxBytes: MAX_ERROR_BYTES, provider })
}

function refusalOf({ connection, model }: RelayRequest, { status, headers }: VendorAnswer, body: Buffer): ApiError {
  return vendorError({ status, body, retryAfter: headers['retry-after'] }, { provider: connection.name, model })
}

async function passOn(
  request: RelayRequest,
  source: VendorAnswer,
  { dropsUsageEvents }: { dropsUsageEvents: boolean },
): Promise<null> {
  const { connection, notes, startStream, tell } = request
  const contentType = source.headers['content-type'] ?? ''
  if (/json|html/.test(contentType)) throw await failureInOnePiece(source, connection.name)
  const scanner = new EventScanner({ dropsUsageEvents })
  try {
    const end = await relayStream({
      source,
      scanner,
      provider: connection.name,
      start: startStream,
      tell,
      stalledClientMs: STALLED_CLIENT_MS,
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
  notes.usage = {
    providerId: connection.providerId,
    modelId: model,
    inputTokens: usage?.inputTokens ?? Math.ceil(envelope.bytes.length / BYTES_PER_TOKEN),
    outputTokens: usage?.outputTokens ?? Math.ceil(answerBytes / BYTES_PER_TOKEN),
    isEstimated: usage === null,
  }
}

/** What came in place of a stream: an error, told with a good status. Anything else is no stream at all. */
async function failureInOnePiece(source: VendorAnswer, provider: string): Promise<ApiError> {
  const body = await readRefusal(source, provider)
  readUsage(body, body.toString('latin1'), provider)
  return unreadable(provider)
}

const answerFields = new Set(['usage', 'error', 'choices'])

/** What is long comes without its text, and is not parsed for a few numbers: they are cut out. @throws ApiError where it is no JSON object. */
function readUsage(body: Buffer, text: string | null, provider: string): ReportedUsage | null {
  const answer = text === null ? cutOut(body, provider) : parse(text, provider)
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
  return usage ? { ...names, usage: parse(body.toString('latin1', usage.start, usage.end), provider) } : names
}

/** Of text in Latin-1: what is looked for are names and numbers. */
function parse(text: string, provider: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadable(provider)
  }
}

/** Whoever has told usage before refuses for another reason, unless he says which field it is. */
function mayRefuseUsage({ status }: VendorAnswer, body: Buffer, hasToldBefore: boolean | undefined): boolean {
  if (status !== 400 && status !== 422) return false
  return hasToldBefore !== true || body.includes('stream_options')
}
