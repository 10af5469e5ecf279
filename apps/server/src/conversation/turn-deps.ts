import type { Language } from '@secretary/contracts/scalars'
import type { ChatMessage, LanguageModel, ModelParameters } from '@secretary/models/spec/language-model'
import type { SpeechPart, UsageRecord } from './turn-part.ts'

export interface FaqAnswer {
  readonly outcome: 'hit' | 'near' | 'none'
  /** Blanks filled; set on a hit. */
  readonly text: string | null
  readonly entryId: string | null
  readonly question: string | null
  readonly kind: 'exact' | 'keyword' | 'pattern' | 'fuzzy' | null
  readonly score: number
  readonly elapsedMs: number
  readonly candidates: readonly { readonly entryId: string; readonly question: string; readonly score: number }[]
  readonly sources: readonly { readonly question: string; readonly answer: string }[]
}

/** What a turn needs of the rest of the house, and no more. */
export interface TurnDeps {
  readonly faq: {
    answer(text: string, options: { language: Language; scopeId: string | null }): FaqAnswer
    recordHit(entryId: string): void
  }
  readonly models: {
    current(): {
      model: LanguageModel
      providerId: string
      providerName: string
      modelId: string
      contextWindowTokens: number
    } | null
  }
  /** How many answers are written at once. */
  readonly answerSlots: {
    /** Resolves, when it is this caller's turn, with the way to say that his answer is written. @throws the signal's reason */
    take(caller: string, options: { signal: AbortSignal }): Promise<() => void>
  }
  /** Null where the voice is off or not there. */
  readonly voice: () => Speaker | null
  readonly systemPrompt: (language: Language) => string
}

export interface Speaker {
  /** Speaks text while it is being written: clauses in order, at most two ahead. */
  speak(
    text: AsyncIterable<string>,
    options: { language: Language; signal: AbortSignal },
  ): AsyncIterable<
    SpeechPart | { readonly type: 'usage'; readonly usage: UsageRecord } | { readonly type: 'speech-failed' }
  >
}

/** What a request may want otherwise than the settings say. */
export interface TurnWishes {
  /** The request's own prompt, in place of the business's. */
  readonly systemPrompt?: string
  /** How the model is to write. */
  readonly modelParameters?: ModelParameters
}

export interface TurnInput extends TurnWishes {
  /** Callers take turns where many ask at once. */
  readonly caller: string
  readonly text: string
  readonly language: Language
  /** The channel instance whose own entries count too. */
  readonly scopeId: string | null
  readonly history: readonly ChatMessage[]
  readonly withVoice: boolean
  readonly expects: 'contact' | null
  /** False where nobody keeps the conversation: then no message may be promised to be passed on. @default true */
  readonly canTakeMessage?: boolean
  /** How long it waited in the queue. */
  readonly queueMs: number
}
