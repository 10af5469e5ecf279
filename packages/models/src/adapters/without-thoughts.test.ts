import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LanguageModelPart } from '../spec/language-model.ts'
import { withoutThoughts } from './without-thoughts.ts'

const finish: LanguageModelPart = {
  type: 'finish',
  finishReason: 'stop',
  usage: { inputTokens: 1, outputTokens: 1, isEstimated: false },
}

async function say(pieces: readonly string[]): Promise<string> {
  async function* parts(): AsyncGenerator<LanguageModelPart> {
    for (const text of pieces) yield { type: 'text-delta', text }
    yield finish
  }
  let [text, ends] = ['', 0]
  for await (const part of withoutThoughts(parts())) {
    if (part.type === 'finish') ends++
    else {
      expect(part.text).not.toBe('')
      expect(ends).toBe(0)
      text += part.text
    }
  }
  expect(ends).toBe(1)
  return text
}

it.each([
  ['<think>Тайна</think>\n\nЯвно', 'Явно'],
  ['\n<think></think>Явно', 'Явно'],
  ['<think>без конца', ''],
  ['Тег <think>здесь</think> виден', 'Тег <think>здесь</think> виден'],
  ['<thin', '<thin'],
  ['<b>', '<b>'],
])('%j is heard as %j', async (text, heard) => {
  expect(await say([text])).toBe(heard)
})

it('hears nothing of what separates thought and answer, in however many pieces it comes', async () => {
  expect(await say(['<think>', 'Тайна', '</think>', '\n', '\n', ' ', 'Явно'])).toBe('Явно')
})

it('does not depend on the pieces the text arrives in', async () => {
  const texts = fc
    .array(fc.constantFrom('<think>', '</think>', 'слово', ' ', '\n', '<', 'think>', '🙂'), {
      minLength: 1,
      maxLength: 12,
    })
    .map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 5 }), async (text, size) => {
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
      expect((await say(pieces)).trimEnd()).toBe((await say([text])).trimEnd())
    }),
  )
})
