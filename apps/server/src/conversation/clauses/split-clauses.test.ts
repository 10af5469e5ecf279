import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitClauses } from './split-clauses.ts'

async function split(pieces: readonly string[]): Promise<string[]> {
  async function* deltas() {
    yield* pieces
  }
  const clauses: string[] = []
  for await (const { index, text } of splitClauses(deltas())) {
    expect(index).toBe(clauses.length)
    clauses.push(text)
  }
  return clauses
}

describe('where a clause ends', () => {
  it.each([
    ['Мы открыты. Приходите!', ['Мы открыты. ', 'Приходите!']],
    ['См. п. 3.2 договора. Это важно.', ['См. п. 3.2 договора. ', 'Это важно.']],
    ['Работаем до 18:30, т. е. ещё час. Ждём!', ['Работаем до 18:30, т. е. ещё час. ', 'Ждём!']],
    ['Цена 3,14 руб. за шт. и выше. Да.', ['Цена 3,14 руб. за шт. и выше. ', 'Да.']],
    ['Роман А. С. Пушкина стоит 500 руб. Берёте?', ['Роман А. С. Пушкина стоит 500 руб. Берёте?']],
    ['Она сказала: «Да!» Потом ушла.', ['Она сказала: «Да!» ', 'Потом ушла.']],
    ['Правда?! Не может быть… Хорошо.', ['Правда?! ', 'Не может быть… ', 'Хорошо.']],
    ['1. Первое дело\n2. Второе дело', ['1. Первое дело\n', '2. Второе дело']],
    ['Mr. Smith lives at 5 p.m. sharp. Call him.', ['Mr. Smith lives at 5 p.m. sharp. ', 'Call him.']],
    ['Наш сайт example.com открыт. Почта a.b@c.ru тоже.', ['Наш сайт example.com открыт. ', 'Почта a.b@c.ru тоже.']],
    [
      'Здравствуйте, рады вас слышать, чем можем помочь сегодня?',
      ['Здравствуйте, рады вас слышать, ', 'чем можем помочь сегодня?'],
    ],
    ['Каб. 12, эт. 3. Врач высш. категории.', ['Каб. 12, эт. 3. ', 'Врач высш. категории.']],
    [
      'Закрыты в сб. и вс. — это выходные. Ждём в пн. Приходите.',
      ['Закрыты в сб. и вс. — это выходные. ', 'Ждём в пн. Приходите.'],
    ],
    ['', []],
  ])('%s', async (text, clauses) => {
    expect(await split([text])).toEqual(clauses)
  })

  it('is the same however the text arrives, and nothing is lost', async () => {
    const words = fc.constantFrom(
      'Привет',
      'да',
      'т. е.',
      '3,14',
      'см.',
      'А. С. Пушкин',
      '🙂',
      'example.com',
      'слово',
      '\n',
      '- пункт',
      '1.',
      '«цитата»',
      'длинноеслово'.repeat(40),
    )
    const marks = fc.constantFrom('.', ',', '!', '?', '…', ':', ' —', '.»', '')
    const texts = fc
      .array(fc.tuple(words, marks), { maxLength: 60 })
      .map((parts) => parts.map(([word, mark]) => `${word}${mark} `).join(''))
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), async (text, sizes) => {
        const pieces: string[] = []
        for (let start = 0, turn = 0; start < text.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1
          pieces.push(text.slice(start, start + size))
          start += size
        }
        const whole = await split([text])
        expect(whole.join('')).toBe(text)
        expect(await split(pieces)).toEqual(whole)
        for (const clause of whole) expect(clause.length).toBeLessThanOrEqual(400)
      }),
      { numRuns: 60 },
    )
  })
})
