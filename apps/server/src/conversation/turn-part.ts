import type { AnswerSource, NoticeCode, StageTimings, Suggestion } from '@secretary/contracts/realtime/turn.messages'
import type { TokenUsage } from '@secretary/models/spec/language-model'

/** A name and a contact that a visitor left. */
export interface TakenMessage {
  readonly name: string | null
  readonly contact: string
  readonly message: string
}

export type UsageRecord =
  | { readonly kind: 'llm'; readonly providerId: string; readonly modelId: string; readonly tokens: TokenUsage }
  | {
      readonly kind: 'tts'
      readonly providerId: string
      readonly modelId: string
      readonly characters: number
      readonly audioMs: number
    }

export type SpeechPart =
  | {
      readonly type: 'speech-start'
      readonly clauseIndex: number
      readonly text: string
      readonly sampleRateHz: number
    }
  | {
      readonly type: 'speech-frame'
      readonly clauseIndex: number
      readonly samples: Int16Array
      readonly sampleRateHz: number
    }
  | { readonly type: 'speech-end'; readonly clauseIndex: number; readonly durationMs: number }

/** What the text side of a turn yields. */
export type AnswerPart =
  | { readonly type: 'answer-source'; readonly answer: AnswerSource }
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'suggestions'; readonly items: readonly Suggestion[] }
  | { readonly type: 'notice'; readonly code: NoticeCode }
  /** The text is whole; sound may still be coming. */
  | { readonly type: 'text-end'; readonly finishReason: 'stop' | 'length' }
  /** For the one who keeps the conversation, not for the client. */
  | { readonly type: 'message-taken'; readonly lead: TakenMessage }
  | { readonly type: 'expects'; readonly expects: 'contact' | null }
  | { readonly type: 'usage'; readonly usage: UsageRecord }

/** Parts of a turn in order; exactly one `finish` ends it. Failure is thrown. */
export type TurnPart =
  | AnswerPart
  | SpeechPart
  | { readonly type: 'finish'; readonly finishReason: 'stop' | 'length'; readonly timings: StageTimings }
