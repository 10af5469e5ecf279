import type { ChatMessage } from '@secretary/models/spec/language-model'
import { estimateTokens } from '@secretary/models/util/count-tokens'

export interface ContextInput {
  readonly system: string
  /** Near entries of the FAQ, as data for the model. */
  readonly sources: readonly { readonly question: string; readonly answer: string }[]
  /** Oldest first, without the message that is answered now. */
  readonly history: readonly ChatMessage[]
  readonly userMessage: string
  readonly contextWindowTokens: number
}

/** Room that is kept for the answer. */
const ANSWER_TOKENS = 1_024
/** What a chat template adds around each message. */
const MESSAGE_OVERHEAD_TOKENS = 6

/** What the model is sent: the prompt with its sources, as much of the newest history as fits, and the message itself. */
export function buildContext({ system, sources, history, userMessage, contextWindowTokens }: ContextInput): {
  messages: ChatMessage[]
  isTrimmed: boolean
} {
  const prompt: ChatMessage = { role: 'system', content: withSources(system, sources) }
  const answerTokens = Math.min(ANSWER_TOKENS, Math.floor(contextWindowTokens / 4))
  const budget = contextWindowTokens - answerTokens - costOf(prompt)
  const question: ChatMessage = {
    role: 'user',
    content: fit(userMessage, Math.max(64, budget - MESSAGE_OVERHEAD_TOKENS)),
  }
  let left = budget - costOf(question)
  const kept: ChatMessage[] = []
  for (const message of history.toReversed()) {
    left -= costOf(message)
    if (left < 0) break
    kept.unshift(message)
  }
  // An answer whose question was cut off explains nothing.
  while (kept[0]?.role === 'assistant') kept.shift()
  return {
    messages: [prompt, ...kept, question],
    isTrimmed: kept.length < history.length || question.content !== userMessage,
  }
}

function withSources(system: string, sources: ContextInput['sources']): string {
  if (sources.length === 0) return system
  const list = sources
    .map(({ question, answer }) => `<entry>\n<question>${question}</question>\n<answer>${answer}</answer>\n</entry>`)
    .join('\n')
  return `${system}\n\n<knowledge>\n${list}\n</knowledge>`
}

function costOf({ content }: ChatMessage): number {
  return estimateTokens(content) + MESSAGE_OVERHEAD_TOKENS
}

/** A message that is too long alone loses its middle: what it is about stands at the beginning, what is asked at the end. */
function fit(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text
  const characters = Math.floor(tokens * 2)
  const half = Math.floor(characters / 2)
  return `${text.slice(0, half).toWellFormed()}\n[…]\n${text.slice(-half).toWellFormed()}`
}
