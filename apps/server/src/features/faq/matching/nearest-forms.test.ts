import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearestForms } from './nearest-forms.ts'
import { LIKELY_SLIP, slipCost } from './one-slip.ts'

const words = ['запись', 'отменить', 'доставка', 'бронирование', 'refund', 'appointment']
const letters: Readonly<Record<string, string>> = {
  ru: 'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  en: 'abcdefghijklmnopqrstuvwxyz',
}

test('a word is found again, whichever slip of the pen was made in it', () => {
  const slips = [
    (word: string, at: number) => word.slice(0, at) + word.slice(at + 1),
    (word: string, at: number) => word.slice(0, at) + word.charAt(at) + word.slice(at),
    (word: string, at: number) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
    (word: string, at: number, letter: string) => word.slice(0, at) + letter + word.slice(at + 1),
    (word: string, at: number, letter: string) => word.slice(0, at) + letter + word.slice(at),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.nat(), fc.nat(), fc.constantFrom(...slips), (word, place, pick, slip) => {
      const alphabet = letters[/[a-z]/.test(word) ? 'en' : 'ru'] ?? ''
      const written = slip(word, place % word.length, alphabet.charAt(pick % alphabet.length))
      fc.pre(written !== word)
      const found = [...nearestForms(written)].filter((one) => one.word === word)
      expect(Math.min(...found.map(({ cost }) => cost))).toBe(slipCost(written, word))
    }),
  )
})

test('finds nothing for what is no word of one alphabet', () => {
  for (const text of ['зaпись', '12345', 'ёё', '']) expect([...nearestForms(text)]).toEqual([])
})

test('a letter left out costs what a finger slips often', () => {
  expect([...nearestForms('запсь')]).toContainEqual({ word: 'запись', cost: LIKELY_SLIP })
})
