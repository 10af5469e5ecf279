import { expect, it } from 'vitest'
import { readCompletionObject } from './read-completion-object.ts'

const usageOf = (prompt_tokens: unknown, completion_tokens: unknown) =>
  readCompletionObject(JSON.stringify({ choices: [], usage: { prompt_tokens, completion_tokens } })).usage

it('takes for a count what can be one', () => {
  expect(usageOf(11, 5)).toEqual({ inputTokens: 11, outputTokens: 5 })
  expect(usageOf(11, null)).toEqual({ inputTokens: 11, outputTokens: 0 })
  expect(usageOf(11, 4e9)).toEqual({ inputTokens: 11, outputTokens: 0 })
  for (const none of [0, -1, 1.5, '7', null, 4e9, 2 ** 53]) expect(usageOf(none, 5)).toBeNull()
})
