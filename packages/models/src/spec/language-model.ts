export type ChatRole = 'system' | 'user' | 'assistant'

export interface ChatMessage {
  readonly role: ChatRole
  readonly content: string
}

export interface ModelInfo {
  /** The provider's row or slug, as stored with usage. */
  readonly providerId: string
  readonly modelId: string
  readonly contextWindowTokens: number
}

/** How an answer is to be written; what is absent is left to the model. */
export interface ModelParameters {
  readonly temperature?: number
  readonly topP?: number
  readonly maxOutputTokens?: number
  /** The answer ends before any of these. */
  readonly stopSequences?: readonly string[]
  readonly seed?: number
  readonly presencePenalty?: number
  readonly frequencyPenalty?: number
  /** Who asks, as the vendor is told to tell abusers apart. */
  readonly endUser?: string
}

export interface LanguageModelRequest extends ModelParameters {
  readonly messages: readonly ChatMessage[]
}

export interface TokenUsage {
  readonly inputTokens: number
  readonly outputTokens: number
  /** True when the vendor did not report and we counted ourselves. */
  readonly isEstimated: boolean
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'other'

/** Parts in order: any number of `text-delta`, then exactly one `finish`. Failure is a thrown ProviderError. */
export type LanguageModelPart =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'finish'; readonly finishReason: FinishReason; readonly usage: TokenUsage }

export interface LanguageModel {
  readonly info: ModelInfo
  /** @throws ProviderError */
  stream(request: LanguageModelRequest, options: { signal: AbortSignal }): AsyncIterable<LanguageModelPart>
}
