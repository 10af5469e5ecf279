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
  /** How long the answer may become, where that was said. */
  readonly answerTokens?: number | undefined
}

/** Room that is kept for the answer. */
const ANSWER_TOKENS = 1_024
/** What a chat template adds around each message. */
const MESSAGE_OVERHEAD_TOKENS = 6
const MAX_CHARACTERS_PER_TOKEN = 4
const SHRINK = 0.9

/** What the model is sent: the prompt with its sources, as much of the newest history as fits, and the message itself. */
export function buildContext({
  system,
  sources,
  history,
  userMessage,
  contextWindowTokens,
  answerTokens = ANSWER_TOKENS,
}: ContextInput): {
  messages: ChatMessage[]
  isTrimmed: boolean
  /** An estimate of what all of it costs. */
  inputTokens: number
} {
  const room = contextWindowTokens - Math.min(answerTokens, Math.floor(contextWindowTokens / 4))
  const prompt: ChatMessage = {
    role: 'system',
    content: withSources(system, sources, { tokens: Math.floor(room / 2) - MESSAGE_OVERHEAD_TOKENS }),
  }
  const budget = room - costOf(prompt)
  const question: ChatMessage = {
    role: 'user',
    content: fit(userMessage, budget - MESSAGE_OVERHEAD_TOKENS),
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
  const messages = [prompt, ...kept, question]
  return {
    messages,
    isTrimmed: kept.length < history.length || question.content !== userMessage,
    inputTokens: messages.reduce((sum, message) => sum + costOf(message), 0),
  }
}

/** The prompt never takes more than half of the window: the sources that are least near go first, then the end of the facts. */
function withSources(system: string, sources: ContextInput['sources'], { tokens }: { tokens: number }): string {
  for (let count = sources.length; count > 0; count--) {
    const prompt = `${system}\n\n<knowledge>\n${sources.slice(0, count).map(describe).join('\n')}\n</knowledge>`
    if (estimateTokens(prompt) <= tokens) return prompt
  }
  return head(system, tokens)
}

function describe({ question, answer }: ContextInput['sources'][number]): string {
  return `<entry>\n<question>${question}</question>\n<answer>${answer}</answer>\n</entry>`
}

function costOf({ content }: ChatMessage): number {
  return estimateTokens(content) + MESSAGE_OVERHEAD_TOKENS
}

/** A message that is too long alone loses its middle: what it is about stands at the beginning, what is asked at the end. */
function fit(text: string, tokens: number): string {
  if (estimateTokens(text) <= tokens) return text
  const half = Math.max(1, Math.floor((tokens - estimateTokens(GAP)) / 2))
  return `${head(text, half)}${GAP}${tail(text, half)}`
}

const GAP = '\n[…]\n'

/** As much of the beginning as costs no more. */
function head(text: string, tokens: number): string {
  let size = Math.min(text.length, Math.max(0, tokens) * MAX_CHARACTERS_PER_TOKEN)
  while (size > 0 && estimateTokens(text.slice(0, size)) > tokens) size = Math.floor(size * SHRINK)
  return text.slice(0, size).toWellFormed()
}

function tail(text: string, tokens: number): string {
  let size = Math.min(text.length, Math.max(0, tokens) * MAX_CHARACTERS_PER_TOKEN)
  while (size > 0 && estimateTokens(text.slice(-size)) > tokens) size = Math.floor(size * SHRINK)
  return size === 0 ? '' : text.slice(-size).toWellFormed()
}
