import { expect, it } from 'vitest'
import { findContact } from './find-contact.ts'

it.each([
  ['Иван, +7 999 123-45-67', { name: 'Иван', contact: '+7 999 123-45-67' }],
  ['меня зовут Анна, почта anna.k@mail.example', { name: 'Анна', contact: 'anna.k@mail.example' }],
  ['8(495)1234567 позвоните', { name: null, contact: '8(495)1234567' }],
  ['My name is John, call 555-123-4567', { name: 'John', contact: '555-123-4567' }],
  ['пишите @some_body в телеграм', { name: null, contact: '@some_body' }],
  ['а сколько стоит за 3 500 рублей', null],
  ['приду 24.11.2026 в 10:30', null],
  ['не хочу', null],
  ['8‑999‑123‑45‑67', { name: null, contact: '8‑999‑123‑45‑67' }],
  ['+7\u00a0999\u00a0123–45–67', { name: null, contact: '+7\u00a0999\u00a0123–45–67' }],
  ['8/999/1234567', { name: null, contact: '8/999/1234567' }],
  ['8 999 123 45 67 8 999 765 43 21', { name: null, contact: '8 999 123 45 67' }],
  ['Дарья 8(3812)22-33-44', { name: 'Дарья', contact: '8(3812)22-33-44' }],
  ['наш тел. 22-33-44', { name: null, contact: '22-33-44' }],
  ['+79991234567, Мария', { name: 'Мария', contact: '+79991234567' }],
  ['8 999 123 45 67 Иван Петров', { name: 'Иван Петров', contact: '8 999 123 45 67' }],
  ['это мой номер 89991234567', { name: null, contact: '89991234567' }],
  ['Телефон 89991234567', { name: null, contact: '89991234567' }],
  ['I am interested, call 555-123-4567', { name: null, contact: '555-123-4567' }],
  ['меня зовут анна, 89991234567', { name: 'Анна', contact: '89991234567' }],
  ['мой телеграм: ivan_petrov', { name: null, contact: 'ivan_petrov' }],
  ['https://t.me/ivan_petrov', { name: null, contact: 'https://t.me/ivan_petrov' }],
  ['номер заказа 12345678', null],
  ['ИНН 7701234567', null],
  ['карта 4276 1234 5678 9012', null],
  ['4276 1234 5678 9012', null],
  ['паспорт 4509 123456', null],
  ['в 2024-2025 году', null],
  ['их было 1000000', null],
  ['артикул 4601234567890', null],
])('%s', (text, contact) => {
  expect(findContact(text)).toEqual(contact)
})

it('takes a local number that stands alone only where one was asked for', () => {
  expect(findContact('223344')).toBeNull()
  expect(findContact('Пётр 4951234567')).toBeNull()
  expect(findContact('223344', { isAsked: true })).toEqual({ name: null, contact: '223344' })
  expect(findContact('Пётр 4951234567', { isAsked: true })).toEqual({ name: 'Пётр', contact: '4951234567' })
  expect(findContact('заказ 4951234567', { isAsked: true })).toBeNull()
})
