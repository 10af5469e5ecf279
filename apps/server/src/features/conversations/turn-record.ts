import { estimateTokens } from '@secretary/models/util/count-tokens'
import type { TakenMessage, TurnPart, UsageRecord } from '#server/conversation/turn-part.ts'
import type { TurnTrace } from './messages.repository.ts'

export type TurnRecord = ReturnType<typeof createTurnRecord>

/** What of a turn is stored at its end. */
export function createTurnRecord(expects: 'contact' | null) {
  const trace: TurnTrace = { answer: null, suggestions: [], timings: null }
  const usage = new Map<UsageRecord['kind'], UsageRecord>()
  let [text, lead, expected]: [string, TakenMessage | null, 'contact' | null] = ['', null, expects]
  let isTextComplete = false
  return {
    trace,
    /** One of each kind. A model that was cut off said no number: then its words are counted. */
    get usage(): UsageRecord[] {
      return [...usage.values()].map((record) =>
        record.kind === 'llm' && record.tokens.isEstimated && record.tokens.outputTokens === 0
          ? { ...record, tokens: { ...record.tokens, outputTokens: estimateTokens(text) } }
          : record,
      )
    },
    get text() {
      return text
    },
    get lead() {
      return lead
    },
    get expects() {
      return expected
    },
    /** A spoken answer that was cut off is whole to read. */
    get isTextComplete() {
      return isTextComplete
    },
    note(part: TurnPart): void {
      if (part.type === 'text-delta') text += part.text
      else if (part.type === 'answer-source') trace.answer = part.answer
      else if (part.type === 'suggestions') trace.suggestions = part.items.map((item) => ({ ...item }))
      else if (part.type === 'finish') trace.timings = part.timings
      else if (part.type === 'usage') usage.set(part.usage.kind, sum(usage.get('tts'), part.usage))
      else if (part.type === 'expects') expected = part.expects
      else if (part.type === 'message-taken') lead = part.lead
      else if (part.type === 'text-end') isTextComplete = true
    },
  }
}

/** Speech is told clause by clause; the number a model tells last is the number. */
function sum(spoken: UsageRecord | undefined, record: UsageRecord): UsageRecord {
  if (record.kind !== 'tts' || spoken?.kind !== 'tts') return record
  return {
    ...record,
    characters: spoken.characters + record.characters,
    audioMs: spoken.audioMs + record.audioMs,
  }
}
