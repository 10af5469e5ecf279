import type { ChatCompletion, ChatCompletionChunk, CompletionUsage } from '@secretary/contracts/openai.contract'
import type { TokenCount } from '#server/features/usage/usage.service.ts'
import { newId } from '#server/platform/ids.ts'
import { SECRETARY_MODEL } from '../model-route.ts'
import type { TurnAnswer, TurnEvent } from './turn-event.ts'

/** The whole answer in one piece. */
export async function encodeCompletion({ conversationId, events }: TurnAnswer, now: Date): Promise<ChatCompletion> {
  let content = ''
  let end: Extract<TurnEvent, { type: 'end' }> = { type: 'end', finishReason: 'stop', usage: noTokens }
  for await (const event of events) {
    if (event.type === 'text') content += event.text
    else end = event
  }
  return {
    ...headOf('chat.completion', now),
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: end.finishReason,
      },
    ],
    usage: usageOf(end.usage),
    ...(conversationId !== null && { metadata: { conversation_id: conversationId } }),
  }
}

/**
 * The data of each event, `[DONE]` last. The role stands in the first delta. Usage is a chunk of its own without a choice, and only
 * there where it was asked for: clients look into the first choice of every chunk.
 */
export async function* encodeChunks(
  { conversationId, events }: TurnAnswer,
  { now, withUsage }: { now: Date; withUsage: boolean },
): AsyncGenerator<string> {
  const head = {
    ...headOf('chat.completion.chunk', now),
    ...(conversationId !== null && { metadata: { conversation_id: conversationId } }),
  }
  const usage = withUsage ? { usage: null } : {}
  const chunk = (delta: { role?: 'assistant'; content?: string }, finishReason: 'stop' | 'length' | null): string => {
    const body: ChatCompletionChunk = {
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...usage,
    }
    return JSON.stringify(body)
  }
  let hasBegun = false
  for await (const event of events) {
    if (!hasBegun) yield chunk({ role: 'assistant', content: '' }, null)
    hasBegun = true
    if (event.type === 'text') yield chunk({ content: event.text }, null)
    else {
      yield chunk({}, event.finishReason)
      if (withUsage) yield JSON.stringify({ ...head, choices: [], usage: usageOf(event.usage) })
      yield '[DONE]'
    }
  }
}

const noTokens: TokenCount = { inputTokens: 0, outputTokens: 0 }

function headOf<const T extends string>(object: T, now: Date) {
  return {
    id: `chatcmpl-${newId().replaceAll('-', '')}`,
    object,
    created: Math.floor(now.getTime() / 1_000),
    model: SECRETARY_MODEL,
  }
}

function usageOf({ inputTokens, outputTokens }: TokenCount): CompletionUsage {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  }
}
