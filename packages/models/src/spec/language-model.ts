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

export interface LanguageModelRequest {
  readonly messages: readonly ChatMessage[]
  readonly temperature?: number
  readonly maxOutputTokens?: number
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
