import type { AnswerSource, Suggestion } from '@secretary/contracts/realtime/turn.messages'
import { ProviderError } from '@secretary/models/spec/provider-error'
import { buildContext } from './context/build-context.ts'
import { findContact } from './find-contact.ts'
import { isGreeting } from './is-greeting.ts'
import { secretaryTexts } from './secretary-texts.ts'
import type { FaqAnswer, TurnDeps, TurnInput } from './turn-deps.ts'
import type { AnswerPart } from './turn-part.ts'

const MAX_SUGGESTIONS = 3

/**
 * The text of an answer: the FAQ at once, else a contact that was asked for, else the model, else near questions as buttons,
 * else an honest "I don't know" with the offer to take a message. Silence is never an option.
 * @throws ProviderError when the model fails after it has begun to speak.
 */
export async function* answer(
  deps: TurnDeps,
  input: TurnInput,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<AnswerPart> {
  const found = deps.faq.answer(input.text, { language: input.language, scopeId: input.scopeId })
  if (found.outcome === 'hit' && found.text !== null && found.entryId !== null) {
    deps.faq.recordHit(found.entryId)
    return yield* say('faq', found, found.text)
  }
  const taken = input.expects === 'contact' ? findContact(input.text) : null
  if (taken) {
    yield { type: 'message-taken', lead: { ...taken, message: whatWasAsked(input) } }
    yield { type: 'expects', expects: null }
    yield { type: 'notice', code: 'message-taken' }
    return yield* say('message-taking', found, secretaryTexts[input.language].taken(taken.name))
  }
  const hasAnswered = yield* answerByModel(deps, input, { found, signal })
  if (!hasAnswered) yield* answerWithoutModel(input, found)
}

interface ModelTurn {
  found: FaqAnswer
  signal: AbortSignal
}

/** True when the model answered, also in part. A model that fails before its first word is as good as none. */
async function* answerByModel(
  deps: TurnDeps,
  input: TurnInput,
  { found, signal }: ModelTurn,
): AsyncGenerator<AnswerPart, boolean> {
  const current = deps.models.current()
  if (!current) return false
  const { model, providerId, providerName, modelId, contextWindowTokens } = current
  const { messages, isTrimmed } = buildContext({
    system: deps.systemPrompt(input.language),
    sources: found.sources,
    history: input.history,
    userMessage: input.text,
    contextWindowTokens,
  })
  let hasBegun = false
  try {
    for await (const part of model.stream({ messages }, { signal })) {
      if (part.type === 'finish')
        yield { type: 'usage', usage: { kind: 'llm', providerId, modelId, tokens: part.usage } }
      else {
        if (!hasBegun) {
          yield { type: 'answer-source', answer: sourceOf('model', found, { providerId, providerName, modelId }) }
          if (isTrimmed) yield { type: 'notice', code: 'context-trimmed' }
        }
        hasBegun = true
        yield { type: 'text-delta', text: part.text }
      }
    }
  } catch (error) {
    if (hasBegun || signal.aborted || !ProviderError.isInstance(error)) throw error
    yield { type: 'notice', code: 'model-failed' }
  }
  return hasBegun
}

async function* answerWithoutModel(input: TurnInput, found: FaqAnswer): AsyncGenerator<AnswerPart> {
  const texts = secretaryTexts[input.language]
  if (isGreeting(input.text)) return yield* say('fallback', found, texts.greeting)
  if (found.outcome === 'near') {
    const items: Suggestion[] = found.candidates
      .slice(0, MAX_SUGGESTIONS)
      .map(({ entryId, question }) => ({ entryId, question }))
    yield* say('suggestions', found, texts.suggestions)
    return yield { type: 'suggestions', items }
  }
  yield { type: 'expects', expects: 'contact' }
  yield* say('fallback', found, input.expects === 'contact' ? texts.unknownShort : texts.unknown)
}

function* say(source: AnswerSource['source'], found: FaqAnswer, text: string): Generator<AnswerPart> {
  yield { type: 'answer-source', answer: sourceOf(source, found, null) }
  yield { type: 'text-delta', text }
}

function sourceOf(source: AnswerSource['source'], found: FaqAnswer, model: AnswerSource['model']): AnswerSource {
  const { entryId, question, kind, score, elapsedMs, candidates } = found
  return {
    source,
    model,
    faq: { entryId, question, kind, score, elapsedMs, candidates: candidates.map((candidate) => ({ ...candidate })) },
  }
}

/** The question that nobody could answer, and the message with the contact in it. */
function whatWasAsked({ history, text }: TurnInput): string {
  const asked = history.findLast(({ role }) => role === 'user')
  return asked ? `${asked.content}\n\n${text}` : text
}
