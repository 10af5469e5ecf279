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
])('%s', (text, contact) => {
  expect(findContact(text)).toEqual(contact)
})
