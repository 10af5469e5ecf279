import { expect, it } from 'vitest'
import { stemOf } from './stem-words.ts'
import { rootOf } from './word-root.ts'

it.each([
  ['загрузка', 'загружать'],
  ['оплата', 'оплачивать'],
  ['оформить', 'оформление'],
  ['подключение', 'подключить'],
  ['delivery', 'deliver'],
])('%s and %s are of one root', (left, right) => {
  expect(rootOf(stemOf(left))).toBe(rootOf(stemOf(right)))
})

it.each([
  ['доставка', 'достаток'],
  ['запись', 'запас'],
  ['включить', 'выключить'],
])('%s and %s are not', (left, right) => {
  expect(rootOf(stemOf(left))).not.toBe(rootOf(stemOf(right)))
})
