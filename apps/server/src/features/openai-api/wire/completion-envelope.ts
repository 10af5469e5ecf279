import { invalidRequest } from '#server/platform/api-error.ts'
import { type FieldRange, scanTopLevel } from './top-level-fields.ts'

/** A request for a completion, still as bytes: what has to be known to send it to the right place. */
export interface CompletionEnvelope {
  readonly bytes: Buffer
  readonly model: string
  readonly isStream: boolean
  readonly fields: ReadonlyMap<string, FieldRange>
  /** Behind the brace that opens the object. */
  readonly bodyStart: number
}

const wanted = new Set(['model', 'stream', 'stream_options'])
const MAX_MODEL_CHARACTERS = 300

/** @throws ApiError 400 */
export function readEnvelope(bytes: Buffer): CompletionEnvelope {
  const scan = scanTopLevel(bytes, wanted)
  if (scan.outcome === 'duplicate') throw invalidRequest(`\`${scan.name}\` stands in the body twice.`, scan.name)
  if (scan.outcome !== 'found') throw invalidRequest('The body is not a JSON object.', null)
  const read = (name: string) => readValue(bytes, scan.fields.get(name), name)
  const [model, stream] = [read('model'), read('stream')]
  if (typeof model !== 'string' || model === '') throw invalidRequest('You must provide a `model`.', 'model')
  if (model.length > MAX_MODEL_CHARACTERS) throw invalidRequest('The name in `model` is too long.', 'model')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    throw invalidRequest('`stream` must be true or false.', 'stream')
  return { bytes, model, isStream: stream === true, fields: scan.fields, bodyStart: scan.bodyStart }
}

/** True when the client wants the event with usage at the end of its stream. @throws ApiError 400 */
export function asksForUsage(envelope: CompletionEnvelope): boolean {
  return streamOptionsOf(envelope).include_usage === true
}

export interface BodyChanges {
  readonly model: string
  /** Where the client did not ask for it. */
  readonly addsUsage: boolean
}

/**
 * The same request with another model and, where wanted, a question for usage: everything else byte by byte as it came. Where only the model
 * changes, to a shorter name, the bytes of the envelope are moved and not copied: it is spent then.
 */
export function rewriteBody(envelope: CompletionEnvelope, { model, addsUsage }: BodyChanges): Buffer {
  const { bytes, fields, bodyStart } = envelope
  const name = { range: fields.get('model'), text: Buffer.from(JSON.stringify(model)) }
  if (!addsUsage) return name.range ? replaceIn(bytes, name.range, name.text) : bytes
  const options = fields.get('stream_options')
  const text = JSON.stringify({ ...streamOptionsOf(envelope), include_usage: true })
  const usage = options
    ? { range: options, text: Buffer.from(text) }
    : { range: { start: bodyStart, end: bodyStart }, text: Buffer.from(`"stream_options":${text},`) }
  const pieces: Buffer[] = []
  let position = 0
  for (const { range, text } of inOrder(name, usage)) {
    pieces.push(bytes.subarray(position, range.start), text)
    position = range.end
  }
  return Buffer.concat([...pieces, bytes.subarray(position)])
}

interface Replacement {
  readonly range: FieldRange | undefined
  readonly text: Buffer
}

function inOrder(...replacements: Replacement[]): { range: FieldRange; text: Buffer }[] {
  return replacements
    .flatMap(({ range, text }) => (range ? [{ range, text }] : []))
    .sort((left, right) => left.range.start - right.range.start)
}

/** A prompt may be megabytes, and what stands in front of the model's name or behind it is mostly short: that is moved. */
function replaceIn(bytes: Buffer, { start, end }: FieldRange, text: Buffer): Buffer {
  const shrinksBy = end - start - text.length
  if (shrinksBy < 0) return Buffer.concat([bytes.subarray(0, start), text, bytes.subarray(end)])
  if (start > bytes.length - end) {
    text.copy(bytes, start)
    bytes.copyWithin(end - shrinksBy, end)
    return bytes.subarray(0, bytes.length - shrinksBy)
  }
  text.copy(bytes, start + shrinksBy)
  bytes.copyWithin(shrinksBy, 0, start)
  return bytes.subarray(shrinksBy)
}

function streamOptionsOf({ bytes, fields }: CompletionEnvelope): Record<string, unknown> {
  const options = readValue(bytes, fields.get('stream_options'), 'stream_options') ?? {}
  if (typeof options !== 'object' || Array.isArray(options))
    throw invalidRequest('`stream_options` must be an object.', 'stream_options')
  return { ...options }
}

function readValue(bytes: Buffer, range: FieldRange | undefined, name: string): unknown {
  if (!range) return undefined
  try {
    return JSON.parse(bytes.toString('utf8', range.start, range.end))
  } catch {
    // The scan looks at the structure only.
    throw invalidRequest(`\`${name}\` is not valid JSON.`, name)
  }
}
