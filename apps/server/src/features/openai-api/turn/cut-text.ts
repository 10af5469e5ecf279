import type { AnswerSource } from '@secretary/contracts/realtime/turn.messages'
import type { ModelParameters } from '@secretary/models/spec/language-model'
import { estimateTokens } from '@secretary/models/util/count-tokens'

export interface TextLimits {
  readonly stopSequences: readonly string[]
  /** For a text that no model wrote; a model keeps its limit itself. */
  readonly maxTokens: number | null
}

export interface CutText {
  readonly text: string
  /** Set when nothing may follow. */
  readonly end: 'stop' | 'length' | null
}

export type TextCutter = ReturnType<typeof createTextCutter>

/**
 * Ends a text where the client wants it to end, whoever wrote it. Holds back what may be the beginning of a stop sequence, so
 * that no half of one is ever seen.
 */
export function createTextCutter({ stopSequences, maxTokens }: TextLimits) {
  const longest = Math.max(0, ...stopSequences.map(({ length }) => length))
  let [held, passed] = ['', '']

  function withinTokens(text: string): CutText {
    if (maxTokens === null || estimateTokens(passed + text) <= maxTokens) {
      passed += text
      return { text, end: null }
    }
    let [low, high] = [0, text.length]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (estimateTokens(passed + text.slice(0, middle)) <= maxTokens) low = middle
      else high = middle - 1
    }
    return { text: text.slice(0, low).toWellFormed(), end: 'length' }
  }

  return {
    push(text: string): CutText {
      if (longest === 0) return withinTokens(text)
      const seen = held + text
      const stop = firstComplete(seen, stopSequences)
      if (stop !== null) {
        const cut = withinTokens(seen.slice(0, stop))
        return { text: cut.text, end: cut.end ?? 'stop' }
      }
      const safe = seen.length - lengthOfBeginning(seen, stopSequences)
      held = seen.slice(safe)
      return withinTokens(seen.slice(0, safe))
    },
    /** What was held back and became no stop sequence. */
    flush(): CutText {
      const rest = held
      held = ''
      return withinTokens(rest)
    },
  }
}

/** For an answer of this source: a model keeps to its number of tokens itself, all others are cut here. */
export function cutterFor(
  {
    stopSequences = [],
    maxOutputTokens = null,
  }: Pick<ModelParameters, 'stopSequences'> & { readonly maxOutputTokens?: number | null },
  source: AnswerSource['source'] | null,
): TextCutter {
  return createTextCutter({ stopSequences, maxTokens: source === null || source === 'model' ? null : maxOutputTokens })
}

/** Where the stop sequence begins that is complete first, so that it makes no difference in what pieces the text comes. */
function firstComplete(text: string, stopSequences: readonly string[]): number | null {
  let first: { start: number; end: number } | null = null
  for (const stop of stopSequences) {
    const start = text.indexOf(stop)
    const end = start + stop.length
    if (start === -1 || (first && (end > first.end || (end === first.end && start >= first.start)))) continue
    first = { start, end }
  }
  return first?.start ?? null
}

/** How much of the end may be the beginning of a stop sequence. */
function lengthOfBeginning(text: string, stopSequences: readonly string[]): number {
  let found = 0
  for (const stop of stopSequences)
    for (let length = Math.min(stop.length - 1, text.length); length > found; length--)
      if (text.endsWith(stop.slice(0, length))) {
        found = length
        break
      }
  return found
}
