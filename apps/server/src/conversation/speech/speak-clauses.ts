import { splitFrame } from '@secretary/audio/split-frame'
import type { SpeechLanguage, SpeechModel } from '@secretary/models/spec/speech-model'
import type { Clause } from '#server/conversation/clauses/split-clauses.ts'
import type { SpeechPart } from '#server/conversation/turn-part.ts'
import { detectLanguage } from '#server/platform/detect-language.ts'
import { readAhead } from './read-ahead.ts'
import { createSpeakableText } from './speakable-text.ts'

export interface SpeakOptions {
  readonly model: SpeechModel
  readonly language: SpeechLanguage
  readonly speed: number
  readonly signal: AbortSignal
}

/** The wire carries nothing longer. */
const MAX_FRAME_MS = 200
/** The clause that is heard and the one after it. */
const MAX_AHEAD = 2
/** Sound of one clause that may wait to be taken; more than a clause has. */
const MAX_BUFFERED_MS = 60_000

export type SpokenPart =
  | SpeechPart
  | { readonly type: 'speech-failed'; readonly clauseIndex: number; readonly error: unknown }
  | { readonly type: 'spoken'; readonly characters: number; readonly audioMs: number }

/**
 * Speaks clauses while they are being written: at most two are synthesised ahead, and they are heard in order.
 * A frame goes on the moment the engine has it. A clause that fails is reported and left out. Behind each clause stands what it cost.
 */
export async function* speakClauses(clauses: AsyncIterable<Clause>, options: SpeakOptions): AsyncGenerator<SpokenPart> {
  const speakable = createSpeakableText()
  const synthesize = ({ index, text }: Clause): AsyncIterable<SpokenPart> | null => {
    const spoken = speakable(text)
    if (!/[\p{L}\p{N}]/u.test(spoken)) return null
    return speakClause({ index, text: spoken }, options)
  }
  yield* readAhead(clauses, synthesize, {
    maxAhead: MAX_AHEAD,
    maxBuffered: Math.ceil(MAX_BUFFERED_MS / 10),
    signal: options.signal,
  })
}

async function* speakClause(
  { index, text }: Clause,
  { model, language, speed, signal }: SpeakOptions,
): AsyncGenerator<SpokenPart> {
  const { sampleRateHz } = model.info
  let sampleCount = 0
  try {
    for await (const frame of model.synthesize(
      { text, speed, language: detectLanguage(text) ?? language },
      { signal },
    )) {
      if (sampleCount === 0) yield { type: 'speech-start', clauseIndex: index, text, sampleRateHz }
      sampleCount += frame.samples.length
      for (const { samples } of splitFrame(frame, MAX_FRAME_MS))
        yield { type: 'speech-frame', clauseIndex: index, samples, sampleRateHz }
    }
  } catch (error) {
    if (signal.aborted) throw error
    yield { type: 'speech-failed', clauseIndex: index, error }
  }
  if (sampleCount === 0) return
  const audioMs = (sampleCount * 1000) / sampleRateHz
  yield { type: 'speech-end', clauseIndex: index, durationMs: audioMs }
  yield { type: 'spoken', characters: text.length, audioMs }
}
