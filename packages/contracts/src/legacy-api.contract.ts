import * as z from 'zod'
import { MESSAGE_MAX_CHARACTERS } from './chat.contract.ts'
import { route } from './route.ts'
import { Id, Language, requiredText } from './scalars.ts'

/** As much as a person listens to; the newer address takes more formats, not more text. */
const SPEECH_MAX_CHARACTERS = 4_096

const shared = { method: 'POST', tags: ['legacy'], errors: 'openai' } as const
const Session = z.object({ session_id: Id })

/** Addresses of an older system, for programs that were written for it; docs/api-changes.md says what differs. */
export const legacyApiContract = {
  legacyChat: route({
    ...shared,
    path: '/chat',
    summary: 'Ask the secretary; without `session_id` a new conversation begins',
    access: 'key:chat',
    audit: { action: 'chat.send', omit: ['text'] },
    bodyLimitBytes: 1024 * 1024,
    body: z
      .object({ text: requiredText(MESSAGE_MAX_CHARACTERS), session_id: Id.nullish() })
      .meta({ id: 'LegacyChatRequest' }),
    responses: { 200: Session.extend({ response: z.string() }).meta({ id: 'LegacyChatAnswer' }) },
    problems: ['not_found', 'model_failed', 'turn_interrupted'],
  }),
  legacyResetConversation: route({
    ...shared,
    path: '/reset_conversation',
    summary: 'Forget what was said in a conversation; its id stays',
    access: 'key:chat',
    audit: { action: 'chat.reset' },
    body: Session,
    responses: { 200: Session.extend({ status: z.literal('ok') }) },
    problems: ['not_found', 'conversation_busy'],
  }),
  legacySpeech: route({
    ...shared,
    path: '/tts',
    summary: 'Speak a text with the present voice, as WAV',
    access: 'key:audio',
    audit: { none: 'Changes nothing' },
    body: z
      .object({ text: requiredText(SPEECH_MAX_CHARACTERS), language: Language.default('ru') })
      .meta({ id: 'LegacySpeechRequest' }),
    produces: 'audio/wav',
    responses: { 200: z.string() },
    problems: ['voice_unavailable'],
  }),
}
