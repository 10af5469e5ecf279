import type { PcmFrame } from '@secretary/audio/pcm-frame'
import type { EngineProcess } from '../../spec/engine-process.ts'
import { ProviderError } from '../../spec/provider-error.ts'
import type { SpeechModel, SpeechRequest, VoiceInfo } from '../../spec/speech-model.ts'

/** eSpeak NG speaks at this rate, whatever the voice. */
export const ESPEAK_SAMPLE_RATE_HZ = 22_050

/** The spare voice: robotic, clear, instant, and always there. */
export const espeakVoice: VoiceInfo = {
  engineId: 'espeak-ng',
  voiceId: 'spare',
  title: 'eSpeak NG',
  languages: ['ru', 'en'],
  sampleRateHz: ESPEAK_SAMPLE_RATE_HZ,
}

/** The paces at which it follows, in both languages. */
export const espeakPace = { slowest: 0.53, fastest: 2 }

export type EspeakRequest = Required<SpeechRequest>

/** eSpeak NG (WASM) behind a process: one request is one clause, its frames come as the engine makes them. */
export function createEspeakSpeechModel(engine: EngineProcess): SpeechModel {
  return {
    info: espeakVoice,
    async *synthesize({ text, language, speed = 1 }, { signal }): AsyncGenerator<PcmFrame> {
      const request: EspeakRequest = { text, language, speed }
      for await (const part of engine.request(request, { signal })) {
        if (!(part instanceof Int16Array))
          throw new ProviderError({
            provider: espeakVoice.title,
            message: 'The voice sent something that is no sound',
            isRetryable: false,
          })
        if (part.length > 0) yield { samples: part, sampleRateHz: ESPEAK_SAMPLE_RATE_HZ, channels: 1 }
      }
    },
  }
}
