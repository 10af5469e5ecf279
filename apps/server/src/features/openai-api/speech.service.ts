import type { PcmFrame } from '@secretary/audio/pcm-frame'
import type { SpeechFormat } from '@secretary/contracts/openai-speech.contract'
import type { Language } from '@secretary/contracts/scalars'
import { ProviderError } from '@secretary/models/spec/provider-error'
import type { Speaker } from '#server/conversation/turn-deps.ts'
import { EncoderMissing } from '#server/features/voices/encoding/encoder-missing.ts'
import type { SpeechEncoders } from '#server/features/voices/encoding/speech-encoders.ts'
import type { VoicesService } from '#server/features/voices/voices.service.ts'
import { AppError } from '#server/platform/app-error.ts'
import { detectLanguage } from '#server/platform/detect-language.ts'
import { createFairSlots } from '#server/platform/fair-slots.ts'
import { type SpokenRecord, sumOf } from './spoken-record.ts'

/** One engine speaks for all: more at once would only make everybody wait longer for the first sound. */
const SLOTS = { total: 16, perIdentity: 8, waitingPerIdentity: 32 }
/** What is heard of a text that says nothing, an emoji for example: short, and a file that every player takes. */
const SILENCE: PcmFrame = { samples: new Int16Array(2_400), sampleRateHz: 24_000, channels: 1 }

export interface SpeechOrder {
  readonly text: string
  readonly format: SpeechFormat
  /** A factor on the pace the owner has chosen. */
  readonly pace: number
  /** Who asks. Keys take turns. */
  readonly keyId: string
}

export interface Speech {
  /** The file, while it is made. Whoever stops reading stops the voice. */
  readonly bytes: AsyncGenerator<Uint8Array>
  /** What was spoken up to now; null as long as it is nothing. */
  total(): SpokenRecord | null
}

export interface SpeechService {
  /**
   * Resolves with the first bytes, so that a refusal can still be told as such.
   * @throws AppError `voice_unavailable`, `rate_limited`, `validation_failed` for a format this machine can't make
   */
  speak(order: SpeechOrder, options: { signal: AbortSignal }): Promise<Speech>
}

export interface SpeechDeps {
  voices: Pick<VoicesService, 'current'>
  encoders: SpeechEncoders
  /** Of a text without letters. */
  fallbackLanguage: () => Language
}

/** Texts of programs, spoken clause by clause by the present voice and encoded on the way. */
export function createSpeechService({ voices, encoders, fallbackLanguage }: SpeechDeps): SpeechService {
  const slots = createFairSlots(SLOTS)
  return {
    async speak({ text, format, pace, keyId }, { signal }) {
      const speaker = voices.current(pace)
      if (!speaker) throw new AppError('voice_unavailable', { detail: 'The voice is off or not installed' })
      const free = await slots.take(keyId, { signal })
      const spoken: SpokenRecord[] = []
      const language = detectLanguage(text) ?? fallbackLanguage()
      const frames = framesOf(speaker, text, { language, signal, spoken })
      const bytes = translated(encoders.encode(frames, format), free)
      return { bytes: await withFirst(bytes), total: () => sumOf(spoken) }
    },
  }
}

/** The sound of a text. A clause that fails ends it: half a text must not look like all of it. */
async function* framesOf(
  speaker: Speaker,
  text: string,
  { language, signal, spoken }: { language: Language; signal: AbortSignal; spoken: SpokenRecord[] },
): AsyncGenerator<PcmFrame> {
  let isSilent = true
  for await (const part of speaker.speak(once(text), { language, signal })) {
    if (part.type === 'usage' && part.usage.kind === 'tts') spoken.push(part.usage)
    else if (part.type === 'speech-failed') throw new AppError('voice_unavailable')
    else if (part.type === 'speech-frame') {
      isSilent = false
      yield { samples: part.samples, sampleRateHz: part.sampleRateHz, channels: 1 }
    }
  }
  if (isSilent) yield SILENCE
}

async function* translated(bytes: AsyncGenerator<Uint8Array>, release: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch (error) {
    if (error instanceof EncoderMissing) throw formatMissing(error)
    if (ProviderError.isInstance(error)) throw new AppError('voice_unavailable', { cause: error })
    throw error
  } finally {
    release()
  }
}

function formatMissing(cause: EncoderMissing): AppError {
  const message = `This format needs ${cause.needs}, which is not installed on the server. Ask for another format, or have it installed`
  return new AppError('validation_failed', {
    cause,
    issues: [{ path: 'response_format', code: 'unsupported', message }],
  })
}

/** Waits for the first item; gives it and all the others. */
async function withFirst<T>(items: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await items.next()
  return (async function* () {
    try {
      if (!first.done) yield first.value
      yield* items
    } finally {
      await items.return(undefined)
    }
  })()
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
