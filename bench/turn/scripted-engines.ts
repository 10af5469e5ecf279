import type { PcmFrame } from '@secretary/audio/pcm-frame'
import type { LanguageModel } from '@secretary/models/spec/language-model'
import type { SpeechModel } from '@secretary/models/spec/speech-model'

/** Delays of a good local model and a good local voice (vLLM on a small card, a Piper-class voice). */
const FIRST_TOKEN_MS = 200
const TOKEN_MS = 17
const FIRST_SOUND_MS = 100
const FRAME_SAMPLES = 441
const FRAMES_A_CLAUSE = 5

/** Its first clause ends early, its first sentence late. */
export const SCRIPTED_ANSWER =
  'Да, мы работаем сегодня до вечера, приходите в любое время с девяти до восьми. Запись не нужна, но по записи быстрее. '

/** When the engines did what the turn had to wait for, by `performance.now()`. */
export interface EngineTimes {
  /** Of each token, the moment it left the model. */
  readonly tokensAt: number[]
  readonly askedAt: number[]
  readonly soundedAt: number[]
}

/** Engines that do nothing but wait, so that all the rest of the time is ours. */
export function createScriptedEngines() {
  const times: EngineTimes = { tokensAt: [], askedAt: [], soundedAt: [] }
  const model: LanguageModel = {
    info: { providerId: 'scripted', modelId: 'scripted', contextWindowTokens: 8_192 },
    async *stream() {
      for (const [position, text] of scriptedTokens.entries()) {
        await wait(position === 0 ? FIRST_TOKEN_MS : TOKEN_MS)
        times.tokensAt.push(performance.now())
        yield { type: 'text-delta', text }
      }
      yield { type: 'finish', finishReason: 'stop', usage: { inputTokens: 1, outputTokens: 1, isEstimated: false } }
    },
  }
  const voice: SpeechModel = {
    info: { engineId: 'scripted', voiceId: 'scripted', title: 'Scripted', languages: ['ru'], sampleRateHz: 22_050 },
    async *synthesize() {
      times.askedAt.push(performance.now())
      await wait(FIRST_SOUND_MS)
      times.soundedAt.push(performance.now())
      for (let frame = 0; frame < FRAMES_A_CLAUSE; frame++) yield silence
    },
  }
  return { model, voice, times }
}

/** Four letters are about what a token of Russian holds. */
export const scriptedTokens: readonly string[] = SCRIPTED_ANSWER.match(/\s*\S{1,4}/g) ?? []

const silence: PcmFrame = { samples: new Int16Array(FRAME_SAMPLES), sampleRateHz: 22_050, channels: 1 }
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
