import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMessage, writeMessage } from './message.ts'
import { englishPlural, russianPlural } from './plural.ts'

describe('a message', () => {
  it('is found by the parts of its key, and only where words stand', () => {
    const catalogue = { faq: { title: 'Вопросы', blanks: { phone: 'телефон' } } }
    expect(findMessage(catalogue, 'faq.title')).toBe('Вопросы')
    expect(findMessage(catalogue, 'faq.blanks.phone')).toBe('телефон')
    for (const key of ['', 'faq', 'faq.blanks', 'faq.title.length', 'faq.other', 'toString', 'faq.constructor.name'])
      expect(findMessage(catalogue, key), key).toBeNull()
    expect(findMessage(undefined, 'faq.title')).toBeNull()
  })

  it('has what is named in the place of its blanks', () => {
    expect(writeMessage('{name} и снова {name}: {value}', 'ru', { name: 'Анна', value: 3 })).toBe(
      'Анна и снова Анна: 3',
    )
    expect(writeMessage('Уже есть', 'ru')).toBe('Уже есть')
    expect(writeMessage('Итого {sum}', 'ru', {})).toBe('Итого ')
  })

  it.each([
    [0, '0 дней'],
    [1, '1 день'],
    [3, '3 дня'],
    [11, '11 дней'],
    [1.5, '1.5 дня'],
  ])('has the form of %d', (count, text) => {
    expect(writeMessage('{count} день | {count} дня | {count} дней', 'ru', { count })).toBe(text)
  })

  it('has a form of its own for nothing where it has one more', () => {
    const message = 'Нечего загружать | Загрузить {count} строку | Загрузить {count} строки | Загрузить {count} строк'
    expect(writeMessage(message, 'ru', { count: 0 })).toBe('Нечего загружать')
    expect(writeMessage(message, 'ru', { count: 22 })).toBe('Загрузить 22 строки')
    expect(writeMessage('Nothing | {count} row | {count} rows', 'en', { count: 0 })).toBe('Nothing')
  })

  it('shows whatever is named as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(writeMessage('«{name}»', 'ru', { name })).toBe(`«${name}»`)
        expect(writeMessage('{count} {name} | {count} {name}', 'en', { count: 2, name })).toBe(`2 ${name}`)
      }),
    )
  })
})

describe('the form that fits a number', () => {
  it.each([
    [0, 2],
    [1, 0],
    [2, 1],
    [5, 2],
    [11, 2],
    [14, 2],
    [21, 0],
    [22, 1],
    [111, 2],
    [1.5, 1],
  ])('of %d in Russian is %d', (count, form) => {
    expect(russianPlural(count, 3)).toBe(form)
    expect(russianPlural(count, 4)).toBe(count === 0 ? 0 : form + 1)
  })

  it.each([
    [0, 1],
    [1, 0],
    [2, 1],
    [21, 1],
    [0.5, 1],
  ])('of %d in English is %d', (count, form) => {
    expect(englishPlural(count, 2)).toBe(form)
    expect(englishPlural(count, 3)).toBe(count === 0 ? 0 : form + 1)
  })

  it.each([
    ['Russian', russianPlural, [3, 4]],
    ['English', englishPlural, [2, 3]],
  ] as const)('in %s is always one there is', (_language, plural, formCounts) => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.constantFrom(...formCounts), (count, formCount) => {
        expect(Array.from({ length: formCount }, (_, form) => form)).toContain(plural(count, formCount))
      }),
    )
  })
})
