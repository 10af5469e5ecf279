import type { SpeechModel } from '@secretary/models/spec/speech-model'
import { splitClauses } from '#server/conversation/clauses/split-clauses.ts'
import type { Speaker } from '#server/conversation/turn-deps.ts'
import { speakClauses } from './speak-clauses.ts'

/** A voice as a turn uses it: text in while it is written, sound and its cost out. */
export function createSpeaker(model: SpeechModel, speed: number): Speaker {
  return {
    async *speak(text, { language, signal }) {
      for await (const part of speakClauses(splitClauses(text), { model, language, speed, signal })) {
        if (part.type === 'speech-failed') yield { type: 'speech-failed' }
        else if (part.type !== 'spoken') yield part
        else
          yield {
            type: 'usage',
            usage: {
              kind: 'tts',
              providerId: model.info.engineId,
              modelId: model.info.voiceId,
              characters: part.characters,
              audioMs: part.audioMs,
            },
          }
      }
    },
  }
}
