import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinList, splitList } from './list-cell.ts'

const item = fc
  .oneof(
    fc.string({ unit: fc.constantFrom('a', '|', '\\', '\n', '/', '[', ']', ' ', 'i'), maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('\r', '')),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '')
const items = fc.uniqueArray(item, { maxLength: 6 })

test('every list of phrases comes back as it was', () => {
  fc.assert(
    fc.property(items, (list) => {
      expect(splitList(joinList(list))).toEqual(list)
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ['цена|стоимость', ['цена', 'стоимость']],
  [' цена | стоимость |', ['цена', 'стоимость']],
  ['цена\nстоимость\n\nцена', ['цена', 'стоимость']],
  ['вкл\\|выкл|путь\\\\|c:\\temp', ['вкл|выкл', 'путь\\', 'c:\\temp']],
  ['/цена|стоимость/i | доставк*', ['/цена|стоимость/i', 'доставк*']],
  ['/[/|]+\\//|x', ['/[/|]+\\//', 'x']],
  ['/нет конца|x', ['/нет конца', 'x']],
  ['', []],
])('%j is read as %j', (cell, expected) => {
  expect(splitList(cell)).toEqual(expected)
})

test('a cell full of unfinished expressions is read in linear steps', () => {
  const cell = '/a['.concat('|/a['.repeat(15_000))
  expect(splitList(cell)).toEqual(['/a['])
})
