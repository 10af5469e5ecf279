import type { PcmFrame } from '@secretary/audio/pcm-frame'

export type SpeechLanguage = 'ru' | 'en'

export interface VoiceInfo {
  readonly engineId: string
  readonly voiceId: string
  readonly title: string
  readonly languages: readonly SpeechLanguage[]
  readonly sampleRateHz: number
}

export interface SpeechRequest {
  /** Plain text of one clause, without Markdown. */
  readonly text: string
  readonly language: SpeechLanguage
  /** 1 is the engine's normal pace. @default 1 */
  readonly speed?: number
}

export interface SpeechModel {
  readonly info: VoiceInfo
  /** Frames as soon as the engine has them; stops within one frame after abort. @throws ProviderError */
  synthesize(request: SpeechRequest, options: { signal: AbortSignal }): AsyncIterable<PcmFrame>
}
