import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findContact } from './find-contact.ts'

describe('a contact is', () => {
  it.each([
    ['почта@клиника.рф', 'почта@клиника.рф'],
    ['Пишите: info@xn--80aswg.xn--p1ai.', 'info@xn--80aswg.xn--p1ai'],
    ['89991234567', '89991234567'],
    ['+49 (30) 901820', '+49 (30) 901820'],
    ['тел. 8-800-555-35-35, Пётр', '8-800-555-35-35'],
    ['приду 24.11.2026 в 10:30, мой номер 8 999 123 45 67', '8 999 123 45 67'],
    ['анна@ или anna@mail', null],
    ['бюджет 3 500 000 рублей', null],
    ['не дороже 1 200 000 ₽', null],
    ['1234567890123456789012345', null],
    ['цена 3500, а было 4500', null],
    ['8 999 123 45 67 Рубцов', '8 999 123 45 67'],
    ['8 999 123 45 67 Рита', '8 999 123 45 67'],
    ['до 1 500 000 руб.', null],
    ['@ab', null],
  ])('%s: %s', (text, contact) => {
    expect(findContact(text)?.contact ?? null).toBe(contact)
  })
})

describe('a name is', () => {
  it.each([
    ['Меня зовут Ёлкина, 89991234567', 'Ёлкина'],
    ['это Пётр, 8 999 123 45 67', 'Пётр'],
    ['Анна-Мария 89991234567', 'Анна-Мария'],
    ['Иван Петрович Сидоров, ivan@mail.example', 'Иван Петрович Сидоров'],
    ['позвоните мне 89991234567', null],
    ["I'm John, call 555-123-4567", 'John'],
  ])('%s: %s', (text, name) => {
    expect(findContact(text)?.name ?? null).toBe(name)
  })
})

it('is looked for quickly in whatever a stranger sends', () => {
  const pieces = fc.constantFrom(
    '@',
    '.',
    '+',
    '-',
    ' ',
    '(',
    '7',
    'a',
    'я',
    'А',
    '\ud800',
    '\u0000',
    'a.',
    '1-',
    '@a.',
  )
  const texts = fc.array(pieces, { minLength: 1, maxLength: 30 }).map((parts) => parts.join('').repeat(20_000))
  fc.assert(
    fc.property(texts, (text) => {
      const startedAt = performance.now()
      findContact(text)
      expect(performance.now() - startedAt).toBeLessThan(500)
    }),
    { numRuns: 30 },
  )
})
