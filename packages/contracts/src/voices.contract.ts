import * as z from 'zod'
import { route } from './route.ts'
import { Language, text } from './scalars.ts'

export const VoiceSettings = z
  .object({
    /** Off: the secretary answers by text only. */
    isEnabled: z.boolean(),
    /** 1 is the voice's normal pace. */
    speed: z.number().min(0.5).max(2),
  })
  .meta({ id: 'VoiceSettings' })
export type VoiceSettings = z.infer<typeof VoiceSettings>

export const Voice = z
  .object({
    engineId: z.string(),
    voiceId: z.string(),
    title: z.string(),
    languages: z.array(Language),
    isAvailable: z.boolean(),
    problem: z.string().nullable(),
  })
  .meta({ id: 'Voice' })

export const voicesContract = {
  listVoices: route({
    method: 'GET',
    path: '/admin/voices',
    summary: 'Voices of this installation and whether they work',
    tags: ['voices'],
    access: 'voices:view',
    responses: { 200: z.object({ items: z.array(Voice), settings: VoiceSettings, nextCursor: z.null() }) },
  }),
  saveVoiceSettings: route({
    method: 'PUT',
    path: '/admin/voices/settings',
    summary: 'Voice on or off, and its pace',
    tags: ['voices'],
    access: 'voices:manage',
    audit: { action: 'voice.settings' },
    body: z.strictObject(VoiceSettings.shape),
    responses: { 200: VoiceSettings },
  }),
  playVoiceSample: route({
    method: 'GET',
    path: '/admin/voices/sample',
    summary: 'Speak a sentence, as WAV; opened by a ticket so that an audio element can play it',
    tags: ['voices'],
    access: 'ticket',
    limit: 'speech',
    query: z.object({
      ticket: z.string().min(1).max(200),
      text: text(300),
      language: Language,
      speed: z.coerce.number().min(0.5).max(2).default(1),
    }),
    produces: 'audio/wav',
    responses: { 200: z.string() },
    problems: ['ticket_invalid', 'voice_unavailable'],
  }),
}
