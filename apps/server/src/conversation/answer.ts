import type { AnswerSource, Suggestion } from '@secretary/contracts/realtime/turn.messages'
import type { TokenUsage } from '@secretary/models/spec/language-model'
import { ProviderError } from '@secretary/models/spec/provider-error'
import { type Contact, findContact } from './contact/find-contact.ts'
import { readBareName } from './contact/find-name.ts'
import { buildContext } from './context/build-context.ts'
import { isGreeting } from './is-greeting.ts'
import { secretaryTexts } from './secretary-texts.ts'
import type { FaqAnswer, TurnDeps, TurnInput } from './turn-deps.ts'
import type { AnswerPart } from './turn-part.ts'

const MAX_SUGGESTIONS = 3
/** Longer than any answer somebody wants to read: a model that does not stop is stopped. */
const MAX_ANSWER_CHARACTERS = 100_000

export type AnswerEnd = 'stop' | 'length'

/**
 * The text of an answer: the thanks for a contact that was asked for, else the FAQ at once, else the model, else near questions as
 * buttons, else an honest "I don't know" with the offer to take a message. A contact that comes unasked is kept as well.
 * Silence is never an option. @throws ProviderError when the model fails after it has begun to speak.
 */
export async function* answer(
  deps: TurnDeps,
  input: TurnInput,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<AnswerPart, AnswerEnd> {
  const found = deps.faq.answer(input.text, { language: input.language, scopeId: input.scopeId })
  const contact = input.canTakeMessage === false ? null : contactIn(input)
  if (contact) {
    yield { type: 'message-taken', lead: { ...contact, message: whatWasAsked(input) } }
    yield { type: 'notice', code: 'message-taken' }
    if (input.expects === 'contact') return yield* thank(input, found, contact)
  }
  if (found.outcome === 'hit' && found.text !== null && found.entryId !== null) {
    deps.faq.recordHit(found.entryId)
    return yield* say('faq', found, found.text)
  }
  const end = yield* answerByModel(deps, input, { found, signal })
  if (end !== null) return end
  return yield* contact ? thank(input, found, contact) : answerWithoutModel(input, found)
}

interface ModelTurn {
  found: FaqAnswer
  signal: AbortSignal
}

/** How it ended when the model answered, also in part; null where it did not: a model that fails before its first word is as good as none. */
async function* answerByModel(
  deps: TurnDeps,
  input: TurnInput,
  { found, signal }: ModelTurn,
): AsyncGenerator<AnswerPart, AnswerEnd | null> {
  const current = deps.models.current()
  if (!current) return null
  const { model, providerId, providerName, modelId, contextWindowTokens } = current
  const { messages, isTrimmed, inputTokens } = buildContext({
    system: input.systemPrompt ?? deps.systemPrompt(input.language),
    sources: found.sources,
    history: input.history,
    userMessage: input.text,
    contextWindowTokens,
    answerTokens: input.modelParameters?.maxOutputTokens,
  })
  const usage = (tokens: TokenUsage): AnswerPart => ({
    type: 'usage',
    usage: { kind: 'llm', providerId, modelId, tokens },
  })
  let characters = 0
  const giveBack = await deps.answerSlots.take(input.caller, { signal })
  try {
    for await (const part of model.stream({ ...input.modelParameters, messages }, { signal })) {
      if (part.type === 'finish') {
        yield usage(part.usage)
        return characters === 0 ? null : part.finishReason === 'length' ? 'length' : 'stop'
      }
      if (characters === 0) {
        yield { type: 'answer-source', answer: sourceOf('model', found, { providerId, providerName, modelId }) }
        if (isTrimmed) yield { type: 'notice', code: 'context-trimmed' }
        // An answer that is cut off costs too; what the vendor says at its end takes the place of this.
        yield usage({ inputTokens, outputTokens: 0, isEstimated: true })
      }
      const text = part.text.slice(0, MAX_ANSWER_CHARACTERS - characters).toWellFormed()
      characters += part.text.length
      yield { type: 'text-delta', text }
      if (characters >= MAX_ANSWER_CHARACTERS) return 'length'
    }
  } catch (error) {
    if (characters > 0 || signal.aborted || !ProviderError.isInstance(error)) throw error
    yield { type: 'notice', code: 'model-failed' }
  } finally {
    giveBack()
  }
  return characters === 0 ? null : 'stop'
}

function* thank(input: TurnInput, found: FaqAnswer, { name }: Contact): Generator<AnswerPart, AnswerEnd> {
  yield { type: 'expects', expects: null }
  return yield* say('message-taking', found, secretaryTexts[input.language].taken(name))
}

function* answerWithoutModel(input: TurnInput, found: FaqAnswer): Generator<AnswerPart, AnswerEnd> {
  const texts = secretaryTexts[input.language]
  if (isGreeting(input.text)) return yield* say('fallback', found, texts.greeting)
  if (found.outcome === 'near') {
    const items: Suggestion[] = found.candidates
      .slice(0, MAX_SUGGESTIONS)
      .map(({ entryId, question }) => ({ entryId, question }))
    yield* say('suggestions', found, texts.suggestions)
    yield { type: 'suggestions', items }
    return 'stop'
  }
  if (input.canTakeMessage === false) return yield* say('fallback', found, texts.unknownAlone)
  yield { type: 'expects', expects: 'contact' }
  return yield* say('fallback', found, input.expects === 'contact' ? texts.unknownShort : texts.unknown)
}

function* say(source: AnswerSource['source'], found: FaqAnswer, text: string): Generator<AnswerPart, AnswerEnd> {
  yield { type: 'answer-source', answer: sourceOf(source, found, null) }
  yield { type: 'text-delta', text }
  return 'stop'
}

function sourceOf(source: AnswerSource['source'], found: FaqAnswer, model: AnswerSource['model']): AnswerSource {
  const { entryId, question, kind, score, elapsedMs, candidates } = found
  return {
    source,
    model,
    faq: { entryId, question, kind, score, elapsedMs, candidates: candidates.map((candidate) => ({ ...candidate })) },
  }
}

/** A contact in the message, and the name beside it or alone in the message before. */
function contactIn({ text, expects, history }: TurnInput): Contact | null {
  const isAsked = expects === 'contact'
  const found = findContact(text, { isAsked })
  return found && { ...found, name: found.name ?? (isAsked ? readBareName(lastAsked(history)) : null) }
}

/** The question that nobody could answer, and the message with the contact in it. */
function whatWasAsked({ history, text }: TurnInput): string {
  const asked = history.filter(({ role }) => role === 'user').map(({ content }) => content)
  // Name and number often come one by one: the question stands before both.
  return [...asked.slice(readBareName(lastAsked(history)) === null ? -1 : -2), text].join('\n\n')
}

function lastAsked(history: TurnInput['history']): string {
  return history.findLast(({ role }) => role === 'user')?.content ?? ''
}
