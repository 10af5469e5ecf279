import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDelimited } from './read-delimited.ts'

function read(text: string, delimiter = ';') {
  return [...readDelimited(text, delimiter, { maxSpanCharacters: 100_000 })]
}
const cellsOf = (text: string, delimiter?: string) => read(text, delimiter).map(({ cells }) => cells)

describe('well-formed text', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ё', '"', ';', ',', '\n', '\r', ' ', '\t', '😀'), maxLength: 8 })
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 })

  test('is read as an independent parser reads it', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.constantFrom(';', ',', '\t'),
        (rows, lineBreak, delimiter) => {
          const text = rows
            .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter))
            .join(lineBreak)
          const expected: string[][] = parse(text, { delimiter, relax_column_count: true, record_delimiter: lineBreak })
          expect(cellsOf(text, delimiter)).toEqual(
            expected.filter((cells) => cells.some((value) => value.trim() !== '')),
          )
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('any text ends, and every record has a cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', '\r', ' '), maxLength: 60 }), (text) => {
        for (const { cells } of read(text)) expect(cells.length).toBeGreaterThan(0)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('quotes as people write them', () => {
  test.each([
    ['"Кафе "Ромашка" открыто";Да\n', [['Кафе "Ромашка" открыто', 'Да']]],
    ['2" труба;есть\n', [['2" труба', 'есть']]],
    ['"a" ; "b"\n', [['a', 'b']]],
    ['"строка 1\r\nстрока 2";x', [['строка 1\r\nстрока 2', 'x']]],
  ])('%j', (text, expected) => {
    expect(cellsOf(text)).toEqual(expected)
  })

  test.each(['q;a\n"x;1\ny;2\nz;3\n', 'q;a\n"x;1\n"y";2\nz;"3"\n', 'q;a\n"x;1\ny;"2"\n"z";3\n'])(
    'a quote that is never closed spoils its own row only: %j',
    (text) => {
      expect(read(text)).toEqual([
        { cells: ['q', 'a'], number: 1, isBroken: false },
        { cells: ['"x', '1'], number: 2, isBroken: true },
        { cells: ['y', '2'], number: 3, isBroken: false },
        { cells: ['z', '3'], number: 4, isBroken: false },
      ])
    },
  )
})

test('blank rows count but are not yielded', () => {
  expect(read('a;b\n\n;\n c ;d').map(({ number }) => number)).toEqual([1, 4])
})

describe('hostile quotes are read in linear time', () => {
  const megabyte = 1_000_000
  test.each([
    ['openings only', '"a\n'],
    ['openings and a stray quote', '"a"b\n'],
    ['doubled quotes', '"a""\n'],
    ['one endless line', '"a,"b;'],
    ['a single quoted run', '"'],
  ])('%s', (_name, piece) => {
    const text = piece.repeat(Math.ceil((4 * megabyte) / piece.length)).concat('"')
    let records = 0
    for (const record of read(text)) records += record.cells.length > 0 ? 1 : 0
    expect(records).toBeGreaterThan(0)
  })
})
