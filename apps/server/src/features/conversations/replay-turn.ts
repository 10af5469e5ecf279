import type { TurnMessage } from '@secretary/contracts/realtime/turn.messages'
import type { StoredMessage, TurnTrace } from './messages.repository.ts'

const noTimings = {
  queueMs: 0,
  faqMs: null,
  modelFirstTokenMs: null,
  firstTextMs: null,
  firstAudioMs: null,
  totalMs: 0,
}

/** The parts of a turn that is over, as they are stored: whoever asks again for its answer gets it, without the sound. */
export function* replayTurn(
  turn: { turnId: string; messageId: string },
  answer: StoredMessage | undefined,
  trace: TurnTrace | undefined,
): Generator<TurnMessage> {
  const { turnId, messageId } = turn
  if (answer) {
    yield { type: 'turn-start', turnId, userMessageId: messageId, assistantMessageId: answer.id }
    if (trace?.answer) yield { type: 'answer-source', turnId, answer: trace.answer }
    yield { type: 'text-delta', turnId, text: answer.content }
  }
  if (trace && trace.suggestions.length > 0) yield { type: 'suggestions', turnId, items: trace.suggestions }
  yield {
    type: 'finish',
    turnId,
    finishReason: answer?.state === 'complete' ? 'stop' : 'interrupted',
    timings: trace?.timings ?? noTimings,
  }
}
