import type { Language } from '@secretary/contracts/scalars'
import { runTurn } from '#server/conversation/run-turn.ts'
import type { TurnDeps, TurnInput } from '#server/conversation/turn-deps.ts'
import type { TurnPart } from '#server/conversation/turn-part.ts'
import { createTurnRecord, type TurnRecord } from '#server/features/conversations/turn-record.ts'
import { visitorLanguage } from '#server/features/conversations/visitor-language.ts'
import type { KeyActor } from '#server/platform/actor.ts'
import type { CallNotes } from '../calls/observed-call.ts'
import { cutterFor } from './cut-text.ts'
import { suggestionLines, type TurnEvent } from './turn-event.ts'
import type { TurnRequest } from './turn-request.ts'

export interface AnswerAloneDeps {
  turnDeps: TurnDeps
  whenFaqLoaded(): Promise<void>
  businessLanguage(): Language
}

/** A turn of which nothing is kept but what it cost and how it came about: what was said before comes with the request. */
export async function* answerAlone(
  deps: AnswerAloneDeps,
  request: TurnRequest,
  { actor, notes, signal }: { actor: KeyActor; notes: CallNotes; signal: AbortSignal },
): AsyncGenerator<TurnEvent> {
  await deps.whenFaqLoaded()
  const record = createTurnRecord(null)
  let finishReason: 'stop' | 'length' = 'stop'
  try {
    let cutter = cutterFor(request.modelParameters, null)
    for await (const part of runTurn(deps.turnDeps, inputOf(deps, request, actor), { signal })) {
      record.note(part)
      if (part.type === 'answer-source') cutter = cutterFor(request.modelParameters, part.answer.source)
      if (part.type === 'finish') finishReason = part.finishReason
      const text = textOf(part)
      if (text === null && part.type !== 'text-end') continue
      const cut = text === null ? cutter.flush() : cutter.push(text)
      notes.firstByteAtMs ??= performance.now()
      if (cut.text !== '') yield { type: 'text', text: cut.text }
      if (cut.end === null) continue
      finishReason = cut.end
      break
    }
  } finally {
    takeNotes(notes, record, request)
  }
  yield { type: 'end', finishReason, usage: notes.usage ?? { inputTokens: 0, outputTokens: 0 } }
}

function inputOf({ businessLanguage }: AnswerAloneDeps, request: TurnRequest, { keyId }: KeyActor): TurnInput {
  const { text, history, systemPrompt, modelParameters } = request
  const asked = [...history.filter(({ role }) => role === 'user').map(({ content }) => content), text]
  return {
    caller: keyId,
    text,
    history,
    language: asked.reduce<Language>((present, one) => visitorLanguage(one, present), businessLanguage()),
    scopeId: null,
    withVoice: false,
    expects: null,
    canTakeMessage: false,
    queueMs: 0,
    modelParameters,
    ...(systemPrompt !== null && { systemPrompt }),
  }
}

function textOf(part: TurnPart): string | null {
  if (part.type === 'text-delta') return part.text
  return part.type === 'suggestions' ? suggestionLines(part.items) : null
}

function takeNotes(notes: CallNotes, record: TurnRecord, request: TurnRequest): void {
  const { answer, suggestions, timings } = record.trace
  notes.answerSource = answer?.source ?? null
  notes.trace = {
    answer,
    suggestions,
    timings,
    metadata: request.metadata,
    endUser: request.modelParameters.endUser ?? null,
  }
  for (const usage of record.usage)
    if (usage.kind === 'llm') {
      const { providerId, modelId, tokens } = usage
      notes.usage = { providerId, modelId, ...tokens }
    }
}
