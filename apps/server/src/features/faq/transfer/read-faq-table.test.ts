import { describe, expect, test } from 'vitest'
import type { ImportFormat } from '#server/platform/tables/import-table.ts'
import { readTable } from '#server/platform/tables/read-table.ts'
import { withHeading } from '#server/platform/tables/with-heading.ts'
import { faqFields as fields } from './faq-fields.ts'

const { signal } = new AbortController()
const read = (text: string, format?: ImportFormat, fileName?: string) =>
  readTable(Buffer.from(text), { format, fileName }, { fields, signal })
const guesses = (columns: readonly { guess: string | null }[]) => columns.map(({ guess }) => guess)

describe('CSV', () => {
  test.each([
    ['Вопрос;Ответ\r\nЦена?;1,5 и 2,5\r\nЧасы?;9, 10\r\n', ';'],
    ['Вопрос\tОтвет\nЦена?\t1,5; 2\nЧасы?\t9; 10\n', '\t'],
    ['question,answer,phrasings\rЦена?,5,сколько|почём\rЧасы?,"9; 10"\r', ','],
    ['"Цена; опт","Да, есть"\n"Часы; день","Нет, увы"\n', ','],
    ['sep=;\r\nЦена?;5\r\n', ';'],
  ])('finds the delimiter of %j', async (text, delimiter) => {
    const table = await read(text, 'csv')
    expect(table).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter })
    expect(table.rows.every((row) => row.length >= 2)).toBe(true)
  })

  test('recognises Russian and English headings', async () => {
    const heading =
      'Язык;ВОПРОС:;Ответ (текст);Другие формулировки;ключевые слова;Шаблоны;Не отвечать на;Приоритет;Включён?;Заметка'
    const table = await read(`${heading}\nru;q;a\n`, 'csv')
    expect(guesses(table.columns)).toEqual([
      'language',
      'question',
      'answer',
      'phrasings',
      'keywords',
      'patterns',
      'exclusions',
      'priority',
      'enabled',
      null,
    ])
    expect(table).toMatchObject({ hasHeading: true, headingRow: 1, rowNumbers: [2], rows: [['ru', 'q', 'a']] })
  })

  test.each([
    ['Вопрос клиента;Ответ оператора', ['question', 'answer']],
    ['№;Текст вопроса;Ответ из базы знаний;Категория', [null, 'question', 'answer', null]],
    ['ID,Customer question,Our answer', [null, 'question', 'answer']],
  ])('recognises the longer headings of %j', async (heading, expected) => {
    const table = await read(`${heading}\n1${heading.includes(';') ? ';' : ','}2\n`, 'csv')
    expect(table.hasHeading).toBe(true)
    expect(guesses(table.columns)).toEqual(expected)
  })

  test.each(['Есть вопрос;Напишите нам', 'Где ответ на мой вопрос?;В письме', 'Вопрос и ответ;Так зовётся раздел'])(
    'takes %j for a row, not for headings',
    async (row) => {
      expect(await read(`${row}\nЦена?;5\n`, 'csv')).toMatchObject({ hasHeading: false, rowNumbers: [1, 2] })
    },
  )

  test('without known headings the first row is data until a person says otherwise', async () => {
    const table = await read('Спрашивают;Отвечаем\nЦена?;5\n', 'csv')
    expect(table).toMatchObject({ hasHeading: false, headingRow: null, rowNumbers: [1, 2] })
    expect(guesses(table.columns)).toEqual(['question', 'answer'])
    const named = withHeading(table, true, fields)
    expect(named).toMatchObject({
      hasHeading: true,
      headingRow: 1,
      rows: [['Цена?', '5']],
      rowNumbers: [2],
      sampleRows: [['Цена?', '5']],
    })
    expect(named.columns[0]).toEqual({ index: 0, heading: 'Спрашивают', guess: null })
    expect(withHeading(named, false, fields)).toEqual(table)
  })

  test('a heading alone is a table without rows', async () => {
    expect(await read('Вопрос;Ответ\n', 'csv')).toMatchObject({ hasHeading: true, rows: [], sampleRows: [] })
  })

  test('a broken quote, a long cell and a wide row are faults of their rows', async () => {
    const text = `Вопрос;Ответ\n"открыто;1\nдлинно;${'я'.repeat(60_001)}\nшироко;${'x;'.repeat(60)}\nЦена?;5\n`
    const table = await read(text, 'csv')
    expect(table.rowFaults).toEqual([
      { row: 2, code: 'broken_quote' },
      { row: 3, code: 'cell_too_long' },
      { row: 4, code: 'too_many_cells' },
    ])
    expect(table.rows.at(-1)).toEqual(['Цена?', '5'])
  })

  test('formulas stay text and NUL is replaced', async () => {
    const table = await read(`Вопрос;Ответ\n=1+1;"=HYPERLINK(""http://x"")"\n'@x;a\0b\n`, 'csv')
    expect(table.rows).toEqual([
      ['=1+1', '=HYPERLINK("http://x")'],
      ['@x', 'a\ufffdb'],
    ])
    expect(table.warnings).toEqual([{ code: 'characters_replaced', row: 3 }])
  })
})

test('a text nobody named is recognised by what it holds', async () => {
  expect(await read('Вопрос;Ответ\nЦена?;5\n')).toMatchObject({ format: 'csv', delimiter: ';' })
  expect(await read('Цена? — 5')).toMatchObject({ format: 'paste', delimiter: null })
  expect(await read('[Важно] Цена? — 5')).toMatchObject({ format: 'paste', rows: [['[Важно] Цена?', '5']] })
  expect(await read('Вопрос;Ответ\nЦена?;5\n', undefined, 'faq.xlsx')).toMatchObject({
    format: 'csv',
    rows: [['Цена?', '5']],
  })
})

describe('JSON', () => {
  test.each([
    '[{"question":"Цена?","answer":"5"}]',
    '{"entries":[{"question":"Цена?","answer":5}]}',
    '{"Цена?":"5"}',
    '{"faq":{"Цена?":"5"}}',
    '{"faq":{"Цена?":{"answer":"5"}}}',
    '{"question":"Цена?","answer":"5"}',
    '[["Вопрос","Ответ"],["Цена?","5"]]',
  ])('%s', async (text) => {
    const table = await read(text)
    expect(table).toMatchObject({ format: 'json', hasHeading: true, rows: [['Цена?', '5']] })
    expect(guesses(table.columns)).toEqual(['question', 'answer'])
  })

  test('hostile keys are data', async () => {
    const table = await read(
      '{"__proto__":"a","constructor":{"answer":"b","__proto__":{"x":1}},"toString":"c"}',
      'json',
    )
    expect(table.rows.map((row) => row.slice(0, 2))).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ])
    expect(table.columns.map(({ heading }) => heading)).toEqual(['question', 'answer', '__proto__'])
    expect(table.rowFaults).toEqual([{ row: 2, code: 'nested_value' }])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test('items that are no entries are faults; lone surrogates are replaced', async () => {
    const table = await read('[1,{"question":"\\ud800","answer":{"a":1}},{"question":"q","answer":null}]')
    expect(table.rowFaults).toEqual([
      { row: 1, code: 'not_an_object' },
      { row: 2, code: 'nested_value' },
    ])
    expect(table.rows.slice(1)).toEqual([['\ufffd'], ['q']])
  })

  test.each([
    ['[', 'json_invalid'],
    ['"text"', 'json_invalid'],
    ['['.repeat(100_000), 'json_too_deep'],
    ['{"a":'.repeat(100_000), 'json_too_deep'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'json_too_deep'],
    [
      `{${Array.from({ length: 60 }, (_, index) => `"k${index}":1`).join()}}`.replace(/^/, '[').concat(']'),
      'too_many_columns',
    ],
  ])('case %# is refused', async (text, code) => {
    await expect(read(text, 'json')).rejects.toMatchObject({ name: 'ImportError', code })
  })
})

describe('pasted text', () => {
  test.each([
    [
      'tabs',
      'Цена?\t5; 6\nЧасы?\t"с 9\nдо 21"',
      [
        ['Цена?', '5; 6'],
        ['Часы?', 'с 9\nдо 21'],
      ],
    ],
    [
      'semicolons',
      'Цена?;5; 6\nЧасы?;9',
      [
        ['Цена?', '5; 6'],
        ['Часы?', '9'],
      ],
    ],
    [
      'dashes',
      'Цена? — 5\n\nЧто - где? – 9 - 21\nпросто строка',
      [['Цена?', '5'], ['Что - где?', '9 - 21'], ['просто строка']],
    ],
    [
      'blocks',
      'Вопрос: Цена?\nОтвет: 5\nили 6\n\nВопрос 2: Часы?\nОтвет 2: 9',
      [
        ['Цена?', '5\nили 6'],
        ['Часы?', '9'],
      ],
    ],
    [
      'English blocks',
      'Q: Price?\r\nA: 5\r\nQ: Hours?\r\nA: 9',
      [
        ['Price?', '5'],
        ['Hours?', '9'],
      ],
    ],
    ['commas under headings', 'question,answer\nЦена?,"5, 6"', [['Цена?', '5, 6']]],
  ])('%s', async (_name, text, rows) => {
    expect((await read(text, 'paste')).rows).toEqual(rows)
  })

  test('a short third column does not join the answer', async () => {
    const table = await read('Вопрос\tОтвет\tВарианты\nЦена?\t5\nЧасы?\t9\tкогда', 'paste')
    expect(table.rows).toEqual([
      ['Цена?', '5'],
      ['Часы?', '9', 'когда'],
    ])
  })
})

describe('the file as a whole', () => {
  test.each([
    ['nothing', '', 'file_empty'],
    ['blank lines', '\ufeff \n\n', 'file_empty'],
    ['blank cells', ';;;\n;;\n', 'file_empty'],
    ['100,000 columns', `Вопрос${';x'.repeat(100_000)}\n`, 'too_many_columns'],
    ['50,002 rows', 'q;a\n'.repeat(50_002), 'too_many_rows'],
    ['an old workbook', '\xd0\xcf\x11\xe0', 'format_unsupported'],
  ])('%s is refused', async (name, text, code) => {
    const bytes = Buffer.from(text, name === 'an old workbook' ? 'latin1' : 'utf8')
    await expect(readTable(bytes, { format: 'csv' }, { fields, signal })).rejects.toMatchObject({
      name: 'ImportError',
      code,
    })
  })

  test('50,000 rows under a heading are allowed, and read the same in a worker', async () => {
    const table = await read(`Вопрос;Ответ\n${'q;"a\nb"\n'.repeat(50_000)}`, 'csv')
    expect(table.rows).toHaveLength(50_000)
    expect(table.rows.at(-1)).toEqual(['q', 'a\nb'])
    expect(table.rowNumbers.at(-1)).toBe(50_001)
  })

  test('too many bytes are refused before they are looked at', async () => {
    await expect(readTable(new Uint8Array(20 * 1024 * 1024 + 1), {}, { fields, signal })).rejects.toMatchObject({
      code: 'file_too_large',
      problem: 'import_too_large',
      limit: 20_971_520,
    })
  })

  test('an abort ends the work', async () => {
    const controller = new AbortController()
    const reading = readTable(Buffer.from('q;a\n'.repeat(40_000)), {}, { fields, signal: controller.signal })
    controller.abort(new Error('left'))
    await expect(reading).rejects.toThrow('left')
  })
})
