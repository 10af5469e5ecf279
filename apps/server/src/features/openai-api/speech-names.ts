import type { VoiceInfo } from '@secretary/models/spec/speech-model'

/** Names that programs written for OpenAI send: all of them are the present voice. */
const OPENAI_VOICES = new Set('alloy ash ballad cedar coral echo fable marin nova onyx sage shimmer verse'.split(' '))

/** OpenAI's models of speech, with or without a date. */
const OPENAI_MODELS = /^(tts-1(-hd)?|gpt-4o(-mini)?-tts)(-\d{4,8}|-\d{4}-\d{2}-\d{2})?$/
/** Those among them that take no instructions; sent all the same, they are passed over, as OpenAI does. */
const MODELS_WITHOUT_INSTRUCTIONS = /^tts-1/

/** True for every name that means our voice: the secretary, OpenAI's models of speech, an engine or a voice of ours. */
export function isSpeechModel(name: string, voices: readonly VoiceInfo[]): boolean {
  return name === 'secretary' || OPENAI_MODELS.test(name) || voices.some((voice) => isOf(voice, name))
}

/** The voice of that name; null where there is none. OpenAI's names mean the first. */
export function findVoice<V extends VoiceInfo>(name: string, voices: readonly V[]): V | null {
  const known = voices.find((voice) => isOf(voice, name))
  return known ?? (OPENAI_VOICES.has(name.toLowerCase()) ? (voices[0] ?? null) : null)
}

export function ignoresInstructions(model: string): boolean {
  return MODELS_WITHOUT_INSTRUCTIONS.test(model)
}

function isOf({ engineId, voiceId }: VoiceInfo, name: string): boolean {
  return name === voiceId || name === engineId || name === `${engineId}/${voiceId}`
}
