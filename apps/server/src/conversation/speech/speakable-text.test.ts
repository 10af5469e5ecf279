import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSpeakableText } from './speakable-text.ts'

const say = (...clauses: string[]) => {
  const speakable = createSpeakableText()
  return clauses.map(speakable).filter((text) => text !== '')
}

describe('what is said of a written answer', () => {
  it.each([
    ['**Важно**: _приходите_ `вовремя`', 'Важно: приходите вовремя'],
    ['## Часы работы', 'Часы работы'],
    ['- первый пункт', 'первый пункт'],
    ['12. двенадцатый', 'двенадцатый'],
    ['> цитата', 'цитата'],
    ['[наш сайт](https://example.com/a) открыт', 'наш сайт открыт'],
    ['![схема проезда](https://example.com/a.png)', 'схема проезда'],
    ['Смотрите https://example.com/a?b=c здесь', 'Смотрите здесь'],
    ['Ждём вас 🙂👍🏽🇷🇺!', 'Ждём вас !'],
    ['3 * 4 = 12, a_b', '3 4 = 12, a_b'],
    ['С 9 до 18 — 3,5 ч.', 'С 9 до 18 — 3,5 ч.'],
  ])('%s: %s', (text, spoken) => {
    expect(say(text)[0]).toBe(spoken)
  })

  it('is no code, in however many clauses it stands', () => {
    expect(say('Вот:\n', '```js\n', 'alert(1)\n', 'и ещё\n', '```\n', 'Готово.')).toEqual(['Вот:', 'Готово.'])
  })

  it('is no table and no line across', () => {
    expect(say('| Услуга | Цена |\n', '|---|---|\n', '* * *\n', 'Итого')).toEqual(['Итого'])
  })

  it('is every word of plain text', () => {
    const words = fc.array(fc.constantFrom('слово', 'Цена', '3500', 'word', 'ёлка', 'д.', '18:30', '«да»'), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(' ')
        expect(say(`${text} `)).toEqual([text])
      }),
    )
  })
})

it('keeps the underscores of an address, and says no part of an emoji', () => {
  const speakable = createSpeakableText()
  expect(speakable('Пишите ivan_petrov@mail.ru, _срочно_!')).toBe('Пишите ivan_petrov@mail.ru, срочно!')
  expect(speakable('Хорошо 👍🏽 1️⃣')).toBe('Хорошо 1')
})
