import type { FinishReason } from '../../spec/language-model.ts'

/** What one object of an answer tells, be it an event of a stream or all of it. */
export interface CompletionPiece {
  readonly text: string
  /** Null as long as the model has not said that it has finished. */
  readonly finishReason: FinishReason | null
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null
}

/** The vendor says in the middle of an answer that it failed. */
export class CompletionFailure extends Error {
  /** Where it named an HTTP status. */
  readonly statusCode: number | undefined

  constructor(statusCode: number | undefined) {
    super('The vendor reported a failure in place of an answer')
    this.statusCode = statusCode
  }
}

/** @throws CompletionFailure where it is an error, SyntaxError where it is no JSON object */
export function readCompletionObject(json: string): CompletionPiece {
  const found: unknown = JSON.parse(json)
  if (!isObject(found)) throw new SyntaxError('Not an object')
  const choice = firstOf(found.choices)
  if (isObject(found.error) || isText(found.error) || found.object === 'error')
    throw new CompletionFailure(statusIn(isObject(found.error) ? found.error : found))
  const said = isObject(choice.delta) ? choice.delta : isObject(choice.message) ? choice.message : {}
  return {
    // No database stores a NUL, and no person reads one.
    text: textOf(said.content).replaceAll('\u0000', ''),
    finishReason: isText(choice.finish_reason) ? finishReasonOf(choice.finish_reason) : null,
    // Moonshot puts it into the last choice.
    usage: usageIn(found.usage) ?? usageIn(choice.usage),
  }
}

function finishReasonOf(reason: string): FinishReason {
  if (reason === 'content_filter') return 'content-filter'
  return reason === 'stop' || reason === 'length' ? reason : 'other'
}

/** Text, or Mistral's list of pieces, of which those that are thoughts are left out. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((piece: unknown) =>
      isObject(piece) && piece.type === 'text' && typeof piece.text === 'string' ? piece.text : '',
    )
    .join('')
}

function usageIn(value: unknown): CompletionPiece['usage'] {
  if (!isObject(value) || !isCount(value.prompt_tokens) || value.prompt_tokens === 0) return null
  return {
    inputTokens: value.prompt_tokens,
    outputTokens: isCount(value.completion_tokens) ? value.completion_tokens : 0,
  }
}

/** OpenRouter tells the status it would have answered with as a number, others as text. */
function statusIn({ code, status }: Record<string, unknown>): number | undefined {
  return [code, status].map(Number).find((number) => Number.isInteger(number) && number >= 400 && number <= 599)
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** More than every database can hold is no count. */
const MOST = 2 ** 31 - 1
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MOST

function firstOf(list: unknown): Record<string, unknown> {
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  return isObject(first) ? first : {}
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
