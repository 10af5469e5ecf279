import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskCardNumbers } from './mask-digits.ts'

it.each([
  ['оплатил картой 4111 1111 1111 1111, спасибо', 'оплатил картой [card …1111], спасибо'],
  ['4111111111111111', '[card …1111]'],
  ['378282246310005 или 6011-1111-1111-1117', '[card …0005] или [card …1117]'],
  ['{"text":"5555555555554444"}', '{"text":"[card …4444]"}'],
  ['2200 0000 0000 0004', '[card …0004]'],
])('masks %s', (text, masked) => {
  expect(maskCardNumbers(text)).toBe(masked)
})

it.each([
  '+7 999 123-45-67',
  '4111 1111 1111 1112',
  '2026-03-02T09:00:00.000Z',
  '0199a5b0-4111-7111-8111-111111111111',
  '0000000000000000',
  'took 1234567890123.4567 ms',
])('keeps %s', (text) => {
  expect(maskCardNumbers(text)).toBe(text)
})

it('leaves no card number in any text, and everything else as it was', () => {
  const card = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 17 })
    .map((digits) => [4, ...digits])
    .map((digits) => {
      const sum = [...digits].reverse().reduce((total, digit, index) => {
        const doubled = index % 2 === 0 ? digit * 2 : digit
        return total + (doubled > 9 ? doubled - 9 : doubled)
      }, 0)
      return [...digits, (10 - (sum % 10)) % 10].join('')
    })
  fc.assert(
    fc.property(card, fc.stringMatching(/^[а-я,:;!]{0,20}$/), (number, words) => {
      const text = `${words} ${number} ${words}`
      expect(maskCardNumbers(text)).toBe(`${words} [card …${number.slice(-4)}] ${words}`)
    }),
  )
})

it('takes linear time', () => {
  const text = '1 '.repeat(200_000)
  expect(maskCardNumbers(text)).toHaveLength(text.length)
})
