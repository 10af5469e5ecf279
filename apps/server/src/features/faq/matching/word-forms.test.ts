import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWordForm, slotsOf } from './word-forms.ts'

test.each(['записаться', 'отменили', 'ногтями', 'аннулируйте', 'вебинар', 'елку', 'bicycles', 'booked'])(
  '%s is a word',
  (word) => {
    expect(isWordForm(word)).toBe(true)
  },
)

test.each(['записатсья', 'катой', 'почу', 'щщщъъ', 'bicyle', 'bokked', '', '2026'])('%s is none', (text) => {
  expect(isWordForm(text)).toBe(false)
})

test('of what is no word, very little passes for one', () => {
  const letters = 'авгдезиклмнопрстуябжшщ'
  const texts = Array.from({ length: 5_000 }, (_, number) =>
    Array.from(
      { length: 10 },
      (_, at) => letters[(number * 7_919 + at * at * 104_729 + number * at) % letters.length],
    ).join(''),
  )
  expect(texts.filter(isWordForm).length).toBeLessThan(75)
})

test('a filter holds what was put into it, whatever its size', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(1, 64, 2 ** 21), (text, sizeBytes) => {
      const slots = slotsOf(text, sizeBytes)
      expect(slots.every((slot) => Number.isInteger(slot) && slot >= 0 && slot < sizeBytes * 8)).toBe(true)
      expect(slotsOf(text, sizeBytes)).toEqual(slots)
    }),
  )
})
