import { expect, it } from 'vitest'
import { visitorLanguage } from './visitor-language.ts'

it.each([
  ['Сколько стоит?', 'en', 'ru'],
  ['How much?', 'ru', 'en'],
  ['Hello!', 'ru', 'en'],
  ['Need delivery tomorrow', 'ru', 'en'],
  ['ok', 'ru', 'ru'],
  ['ok', 'en', 'en'],
  ['iPhone 15 Pro Max 256', 'ru', 'ru'],
  ['Есть MacBook Pro Retina Display?', 'en', 'ru'],
  ['Прайс на MacBook Pro 16 inch M3 Max', 'ru', 'ru'],
  ['What does "пельмени" mean?', 'ru', 'en'],
  ['My name is Анна', 'ru', 'en'],
  ['+7 999 123-45-67', 'en', 'en'],
  ['🙂', 'ru', 'ru'],
  ['', 'ru', 'ru'],
] as const)('%j in a conversation of %s is %s', (text, present, language) => {
  expect(visitorLanguage(text, present)).toBe(language)
})
