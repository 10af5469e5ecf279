import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contactUrl } from './contact-url.ts'

it.each([
  ['+7 (999) 123-45-67', 'tel:+79991234567'],
  ['8 999 123-45-67', 'tel:89991234567'],
  ['anna@mail.example', 'mailto:anna@mail.example'],
  ['анна@почта.рф', 'mailto:%D0%B0%D0%BD%D0%BD%D0%B0@%D0%BF%D0%BE%D1%87%D1%82%D0%B0.%D1%80%D1%84'],
  ['@anna_dent', 'https://t.me/anna_dent'],
  ['ivan_petrov', 'https://t.me/ivan_petrov'],
  ['https://t.me/ivan_petrov', 'https://t.me/ivan_petrov'],
  ['8‑999–123 45/67', 'tel:89991234567'],
  ['22-33-44', 'tel:223344'],
  ['позвоните мне', null],
  ['javascript:alert(1)', null],
  ['1234', null],
  ['https://evil.example/t.me/ivan', null],
])('%s opens %s', (contact, url) => {
  expect(contactUrl(contact)).toBe(url)
})

it('makes nothing but a call, a letter or a chat of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const url = contactUrl(text.toWellFormed())
      expect(url === null || /^(?:tel:\+?\d{5,15}|mailto:[^\s<>"']+|https:\/\/t\.me\/\w{4,32})$/.test(url)).toBe(true)
    }),
  )
})
