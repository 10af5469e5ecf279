import fc from 'fast-check'
import { expect, it } from 'vitest'
import { swapLayout } from '#admin/i18n/swap-layout.ts'
import { rankCommands } from './rank-commands.ts'

const commands = [
  { id: 'settings', title: 'Настройки', otherTitle: 'Settings' },
  { id: 'hours', title: 'Настройки: Часы работы', otherTitle: 'Settings: Working hours' },
  { id: 'faq-new', title: 'Добавить вопрос', otherTitle: 'Add a question' },
  { id: 'faq', title: 'Вопросы и ответы', otherTitle: 'Questions and answers' },
  { id: 'log-out', title: 'Выйти', otherTitle: 'Log out' },
  { id: 'light', title: 'Тема: Светлая', otherTitle: 'Theme: Light' },
  { id: 'dark', title: 'Тема: Тёмная', otherTitle: 'Theme: Dark' },
  { id: 'backups', title: 'Ещё копия', otherTitle: 'One more copy' },
]
const found = (query: string, recent: string[] = []) => rankCommands(commands, query, recent).map(({ id }) => id)

it.each<[string, string[]]>([
  ['настр', ['settings', 'hours']],
  ['  НАСТР ', ['settings', 'hours']],
  ['yfcnhjqrb', ['settings', 'hours']],
  ['settings', ['settings', 'hours']],
  ['ыуеештпы', ['settings', 'hours']],
  ['часы', ['hours']],
  ['раб час', ['hours']],
  ['вопрос', ['faq', 'faq-new']],
  ['тема тем', ['dark', 'light']],
  ['еще', ['backups']],
  ['ещё', ['backups']],
  ['tot', ['backups']],
  ['to`', ['backups']],
  ['ыйти', ['log-out']],
  ['', []],
  ['xyz', []],
  ['(', []],
])('%j finds %j', (query, ids) => {
  expect(found(query)).toEqual(ids)
})

it('puts what was used lately first among equals, and a better match before it', () => {
  expect(found('настр', ['hours'])).toEqual(['hours', 'settings'])
  expect(found('вопрос', ['faq-new'])).toEqual(['faq', 'faq-new'])
})

it('reads any text, and a layout swapped twice is the text', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void found(text)))
  const letters = fc.string({ unit: fc.constantFrom(...'абвгдежзийклмнопрстуфхцчшщъыьэюяё') })
  fc.assert(fc.property(letters, (text) => swapLayout(swapLayout(text)) === text))
})
