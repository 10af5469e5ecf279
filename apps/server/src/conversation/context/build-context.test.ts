import { estimateTokens } from '@secretary/models/util/count-tokens'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildContext } from './build-context.ts'

const input = {
  system: 'Ты — секретарь.',
  sources: [],
  history: [],
  userMessage: 'Когда вы открыты?',
  contextWindowTokens: 8_192,
}
const said = (...contents: string[]) =>
  contents.map((content, index) => ({ role: index % 2 === 0 ? ('user' as const) : ('assistant' as const), content }))

describe('what the model is sent', () => {
  it('is the prompt, what was said, and the question, in this order', () => {
    const { messages, isTrimmed } = buildContext({ ...input, history: said('Привет', 'Здравствуйте!') })
    expect(messages).toEqual([
      { role: 'system', content: 'Ты — секретарь.' },
      { role: 'user', content: 'Привет' },
      { role: 'assistant', content: 'Здравствуйте!' },
      { role: 'user', content: 'Когда вы открыты?' },
    ])
    expect(isTrimmed).toBe(false)
  })

  it('holds near entries as data in the prompt', () => {
    const { messages } = buildContext({ ...input, sources: [{ question: 'Часы?', answer: 'С 9 до 18' }] })
    expect(messages[0]?.content).toBe(
      'Ты — секретарь.\n\n<knowledge>\n<entry>\n<question>Часы?</question>\n<answer>С 9 до 18</answer>\n</entry>\n</knowledge>',
    )
  })

  it('is the newest of a long history, and never begins with an answer', () => {
    const history = said(...Array.from({ length: 200 }, (_, index) => `Реплика ${index} ${'слово '.repeat(20)}`))
    const { messages, isTrimmed } = buildContext({ ...input, history, contextWindowTokens: 2_048 })
    expect(isTrimmed).toBe(true)
    expect(messages[1]?.role).toBe('user')
    expect(messages.slice(1, -1)).toEqual(history.slice(history.length - messages.length + 2))
  })

  it('keeps the beginning and the end of a message that is too long alone', () => {
    const userMessage = `НАЧАЛО ${'ж🙂'.repeat(50_000)} КОНЕЦ`
    const { messages, isTrimmed } = buildContext({ ...input, userMessage, contextWindowTokens: 1_024 })
    const content = messages.at(-1)?.content ?? ''
    expect(isTrimmed).toBe(true)
    expect(content).toMatch(/^НАЧАЛО .*\n\[…\]\n.* КОНЕЦ$/s)
    expect(content.isWellFormed()).toBe(true)
  })

  it('fits also where the facts and the sources alone are larger than the window', () => {
    const sources = Array.from({ length: 5 }, (_, index) => ({ question: `${index}?`, answer: 'ответ '.repeat(300) }))
    for (const system of ['Ты — секретарь.', 'факт '.repeat(20_000)]) {
      const { messages } = buildContext({ ...input, system, sources, contextWindowTokens: 2_048 })
      const used = messages.reduce((sum, { content }) => sum + estimateTokens(content) + 6, 0)
      expect(used).toBeLessThanOrEqual(2_048 - 512)
      expect(messages.at(-1)?.content).toBe(input.userMessage)
    }
  })

  it('fits the window with room for the answer, whatever was said', () => {
    const text = fc.string({ unit: fc.constantFrom('а', 'b', ' ', '🙂', '漢', '\n'), maxLength: 3_000 })
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 12 }),
        text,
        fc.integer({ min: 512, max: 32_768 }),
        (history, userMessage, window) => {
          const { messages, isTrimmed } = buildContext({
            ...input,
            history: said(...history),
            userMessage,
            contextWindowTokens: window,
          })
          const used = messages.reduce((sum, { content }) => sum + estimateTokens(content) + 6, 0)
          expect(used).toBeLessThanOrEqual(window - Math.min(1_024, Math.floor(window / 4)))
          expect(messages.at(-1)?.role).toBe('user')
          expect(isTrimmed).toBe(messages.length < history.length + 2 || messages.at(-1)?.content !== userMessage)
        },
      ),
    )
  })
})
