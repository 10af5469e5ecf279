import type { StageTimings } from '@secretary/contracts/realtime/turn.messages'
import { EventQueue } from '#server/platform/events/event-queue.ts'
import { type AnswerEnd, answer } from './answer.ts'
import { mergeStreams } from './merge-streams.ts'
import type { Speaker, TurnDeps, TurnInput } from './turn-deps.ts'
import type { AnswerPart, SpeechPart, TurnPart } from './turn-part.ts'

/** More deltas than any answer has; the voice never holds up the text. */
const TEXT_QUEUE_CAPACITY = 1_000_000

/**
 * One turn, whatever the channel: text as it is written and, where a voice is wanted, sound while the text is still coming.
 * Stops within a frame when the signal aborts. @throws ProviderError when the model fails in mid-answer.
 */
export async function* runTurn(
  deps: TurnDeps,
  input: TurnInput,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<TurnPart> {
  const stopwatch = createStopwatch(input.queueMs)
  const speaker = input.withVoice ? deps.voice() : null
  const text = toItsEnd(answer(deps, input, { signal }))
  const parts = speaker ? withSpeech(text, speaker, { input, signal }) : text
  if (input.withVoice && !speaker) yield { type: 'notice', code: 'voice-unavailable' }
  let finishReason: AnswerEnd = 'stop'
  for await (const part of parts) {
    stopwatch.note(part)
    if (part.type === 'text-end') finishReason = part.finishReason
    yield part
  }
  yield { type: 'finish', finishReason, timings: stopwatch.read() }
}

async function* withSpeech(
  parts: AsyncIterable<AnswerPart>,
  speaker: Speaker,
  { input, signal }: { input: TurnInput; signal: AbortSignal },
): AsyncGenerator<AnswerPart | SpeechPart> {
  const spoken = new EventQueue<string>({ capacity: TEXT_QUEUE_CAPACITY, overflow: 'end' })
  const speech = speaker.speak(spoken.read(signal), { language: input.language, signal })
  yield* mergeStreams<AnswerPart | SpeechPart>([alsoInto(parts, spoken), withoutFailures(speech, signal)])
}

async function* toItsEnd(parts: AsyncGenerator<AnswerPart, AnswerEnd>): AsyncGenerator<AnswerPart> {
  const finishReason = yield* parts
  yield { type: 'text-end', finishReason }
}

async function* alsoInto(parts: AsyncIterable<AnswerPart>, spoken: EventQueue<string>): AsyncGenerator<AnswerPart> {
  try {
    for await (const part of parts) {
      if (part.type === 'text-delta') spoken.push(part.text)
      yield part
    }
  } finally {
    spoken.end()
  }
}

/** A voice that fails costs the voice, not the answer; it is told once. */
async function* withoutFailures(
  speech: ReturnType<Speaker['speak']>,
  signal: AbortSignal,
): AsyncGenerator<AnswerPart | SpeechPart> {
  let isTold = false
  try {
    for await (const part of speech) {
      if (part.type !== 'speech-failed') yield part
      else if (!isTold) {
        isTold = true
        yield { type: 'notice', code: 'voice-unavailable' }
      }
    }
  } catch (error) {
    if (signal.aborted) throw error
    if (!isTold) yield { type: 'notice', code: 'voice-unavailable' }
  }
}

/** When each stage first had something, in milliseconds from the start of the turn. */
function createStopwatch(queueMs: number) {
  const startedAt = performance.now()
  const since = () => Math.round((performance.now() - startedAt) * 1000) / 1000
  let timings: Omit<StageTimings, 'totalMs'> = {
    queueMs,
    faqMs: null,
    modelFirstTokenMs: null,
    firstTextMs: null,
    firstAudioMs: null,
  }
  let isModel = false
  return {
    note(part: TurnPart): void {
      if (part.type === 'answer-source') {
        timings = { ...timings, faqMs: part.answer.faq?.elapsedMs ?? null }
        isModel = part.answer.source === 'model'
      } else if (part.type === 'text-delta' && timings.firstTextMs === null) {
        timings = { ...timings, firstTextMs: since(), modelFirstTokenMs: isModel ? since() : null }
      } else if (part.type === 'speech-frame') timings = { ...timings, firstAudioMs: timings.firstAudioMs ?? since() }
    },
    read: (): StageTimings => ({ ...timings, totalMs: since() }),
  }
}
