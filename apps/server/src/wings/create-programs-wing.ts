import { createOpenAiRoom } from '#server/features/openai-api/create-openai-room.ts'
import { createSpeechService } from '#server/features/openai-api/speech.service.ts'
import { createUsageService } from '#server/features/usage/usage.service.ts'
import type { EnginesWing } from './create-engines-wing.ts'
import type { PeopleWing } from './create-people-wing.ts'
import type { TalkWing } from './create-talk-wing.ts'
import type { Foundation } from './open-foundation.ts'

/** The door for programs. */
export function createProgramsWing(foundation: Foundation, rooms: PeopleWing & EnginesWing & TalkWing) {
  const openAi = createOpenAiRoom({ ...foundation, ...rooms, usage: createUsageService(foundation) })
  const speech = createSpeechService({
    voices: rooms.voices,
    encoders: rooms.speechEncoders,
    fallbackLanguage: rooms.businessLanguage,
  })
  return {
    rooms: { openAi, speech },
    async close() {
      openAi.retention.close()
      await openAi.recorder.close()
    },
  }
}
