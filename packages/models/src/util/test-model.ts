import type { LanguageModel } from '../spec/language-model.ts'
import { ProviderError } from '../spec/provider-error.ts'
import { AddressRefusedError } from './guarded-target.ts'

export type ModelProblem =
  | 'unauthorised'
  | 'unreachable'
  | 'unknown-model'
  | 'rate-limited'
  | 'address-refused'
  | 'bad-answer'
  | 'timeout'

export interface ModelTest {
  readonly isOk: boolean
  /** To the first word. */
  readonly latencyMs: number | null
  readonly excerpt: string | null
  readonly problem: ModelProblem | null
  readonly detail: string | null
}

const EXCERPT_CHARACTERS = 100

/** Asks for one word and says what happened; never throws but on abort of the caller's own signal. */
export async function testModel(model: LanguageModel, { signal }: { signal: AbortSignal }): Promise<ModelTest> {
  const startedAt = performance.now()
  let latencyMs: number | null = null
  let text = ''
  try {
    for await (const part of model.stream(
      { messages: [{ role: 'user', content: 'Answer with one word: ready?' }], maxOutputTokens: 64 },
      { signal },
    )) {
      if (part.type !== 'text-delta') continue
      latencyMs ??= performance.now() - startedAt
      text += part.text
    }
  } catch (error) {
    if (signal.aborted) return { isOk: false, latencyMs, excerpt: null, problem: 'timeout', detail: null }
    return {
      isOk: false,
      latencyMs,
      excerpt: null,
      problem: problemOf(error),
      detail: ProviderError.isInstance(error) ? error.message : null,
    }
  }
  return { isOk: true, latencyMs, excerpt: text.slice(0, EXCERPT_CHARACTERS), problem: null, detail: null }
}

export function problemOf(error: unknown): ModelProblem {
  if (error instanceof AddressRefusedError) return 'address-refused'
  if (!ProviderError.isInstance(error)) return 'bad-answer'
  if (error.cause instanceof AddressRefusedError || causeOf(error.cause) instanceof AddressRefusedError)
    return 'address-refused'
  if (error.statusCode === 401 || error.statusCode === 403) return 'unauthorised'
  if (error.statusCode === 404) return 'unknown-model'
  if (error.statusCode === 408) return 'timeout'
  if (error.statusCode === 429) return 'rate-limited'
  return error.statusCode === undefined ? 'unreachable' : 'bad-answer'
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined
}
