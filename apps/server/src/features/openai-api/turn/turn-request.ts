import type { ChatMessage, ModelParameters } from '@secretary/models/spec/language-model'

/** What a client asks of the secretary, understood. */
export interface TurnRequest {
  /** The newest message of the user: what is answered. */
  readonly text: string
  /** What was said before it, oldest first. */
  readonly history: readonly ChatMessage[]
  /** The request's own prompt, in place of the business's. */
  readonly systemPrompt: string | null
  readonly modelParameters: ModelParameters
  /** `new`, the id of a conversation, or null where nothing is to be kept. */
  readonly conversationId: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly isStream: boolean
  readonly withUsage: boolean
}
