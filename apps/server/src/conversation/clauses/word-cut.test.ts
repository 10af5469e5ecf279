import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitText } from '#server-test/support/split-text.ts'
import { splitClauses } from './split-clauses.ts'

const firstOf = async (text: string) => (await splitText(text))[0]?.trimEnd()

describe('a long first clause without a mark is cut', () => {
  it.each([
    [
      'before a conjunction',
      'Записаться на приём к нашему стоматологу можно по телефону или через форму на сайте клиники в любое удобное время',
      'Записаться на приём к нашему стоматологу можно по телефону',
    ],
    [
      'before a preposition',
      'Администратор встретит вас у входа и проводит вместе с документами до кабинета врача на втором этаже здания',
      'Администратор встретит вас у входа и проводит вместе с документами',
    ],
    [
      'between two words where there is neither',
      'Лечение кариеса обычно занимает примерно полтора часа вашего личного времени включая осмотр снимок анестезию',
      'Лечение кариеса обычно занимает примерно полтора часа вашего личного',
    ],
    [
      'before an English conjunction',
      'Our front desk will gladly help you find a suitable time and send a reminder to your phone the day before your visit',
      'Our front desk will gladly help you find a suitable time',
    ],
    [
      'not behind a small word',
      'Our oldest and most experienced dentist usually recommends not the cheapest filling available anywhere here today',
      'Our oldest and most experienced dentist usually recommends',
    ],
  ])('%s', async (_name, text, first) => {
    expect(await firstOf(text)).toBe(first)
    expect((await splitText(text)).join('')).toBe(text)
  })

  it('as soon as it is known to be long', async () => {
    const text = 'Записаться на приём к нашему стоматологу можно по телефону или через форму на сайте клиники'
    let given = 0
    async function* letters() {
      for (const letter of text) {
        given++
        yield letter
      }
    }
    for await (const clause of splitClauses(letters())) {
      expect(clause.text).toBe('Записаться на приём к нашему стоматологу можно по телефону ')
      break
    }
    expect(given).toBe(85)
  })
})

describe('it is left whole', () => {
  it.each([
    [
      'with a mark in time',
      'Мы работаем каждый день с девяти часов утра до восьми вечера без перерыва на обед. Ждём вас!',
    ],
    [
      'inside brackets',
      'Вход (со двора дома напротив большого магазина рядом с остановкой автобуса номер семь за углом) открыт.',
    ],
    [
      'inside a link',
      '[Записаться на приём к врачу по телефону или через форму на сайте клиники в любое время](https://e.example/x) можно.',
    ],
    [
      'inside emphasis',
      '**Записаться на приём к врачу по телефону или через форму на сайте клиники в любое время дня** можно.',
    ],
    [
      'in a table',
      '| Чистка зубов ультразвуком и полировка | от трёх тысяч рублей за визит | примерно один час времени |',
    ],
  ])('%s', async (_name, text) => {
    const [first = ''] = await splitText(text)
    expect(text.startsWith(first)).toBe(true)
    expect(first.length).toBeGreaterThan(80)
  })

  it('in what must stay together, wherever that stands', async () => {
    const wholes = [
      ...['12 марта', '5 000 рублей', '8 800 555 35 35', '+7 (495) 123-45-67', '3,5 тыс. руб.', 'кабинет 12', '№ 7'],
      ...['ул. Ленина', 'т. е. так', 'и т. д.', 'А. С. Пушкин', 'Dr. Smith', '5 p.m.', 'двадцать пять тысяч рублей'],
      ...[
        'Анна Сергеевна',
        'https://example.com/a.b?c=d',
        'почта.info@mail.example.com',
        'two hundred dollars',
        'к врачу',
        'знает ли',
      ],
    ]
    const plain = fc.constantFrom('слово', 'запись', 'приём', 'время', 'visit', 'open', 'и', 'или', 'на', 'with', 'у')
    const texts = fc
      .array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: fc.constantFrom(...wholes) }), {
        minLength: 8,
        maxLength: 40,
      })
      .filter((parts) => parts.join(' ').length > 90)
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(texts, sizes, async (parts, chunking) => {
        const text = parts.join(' ')
        const clauses = await splitText(text)
        expect(clauses.join('')).toBe(text)
        expect(await splitText(text, chunking)).toEqual(clauses)
        const cut = clauses[0]?.length ?? 0
        if (cut > 84) return
        // Cuts at marks are judged elsewhere.
        if (/[.?!,]\s*$/.test(clauses[0] ?? '')) return
        let start = 0
        for (const part of parts) {
          if (wholes.includes(part)) expect(cut <= start || cut >= start + part.length).toBe(true)
          start += part.length + 1
        }
      }),
      { numRuns: 300 },
    )
  })
})
