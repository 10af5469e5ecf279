import { describe, expect, test } from 'vitest'
import { buildArchive, deflatedZeros, workbookParts } from './build-archive.fixture.ts'
import { readTable } from './read-table.ts'
import { sampleFields } from './sample-fields.fixture.ts'

const { signal } = new AbortController()
const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`
const heading = `<row r="1">${text('A1', 'Вопрос')}${text('B1', 'Ответ')}</row>`
const readBytes = (bytes: Uint8Array) => readTable(bytes, { fileName: 'x.xlsx' }, { fields: sampleFields, signal })
const readSheets = (...sheets: Parameters<typeof workbookParts>[0]) => readBytes(buildArchive(workbookParts(sheets)))

test('text, numbers, formulas and holes are read as a person sees them', async () => {
  const data = `${heading}<row r="3">${text('A3', '=1+1')}<c r="B3"><f>1+1</f><v>2</v></c></row><row r="4">${text('A4', 'x')}<c r="C4"><f>HYPERLINK("http://x")</f></c><c r="D4" t="b"><v>1</v></c></row>`
  const table = await readSheets({ name: 'S', data })
  expect(table).toMatchObject({ format: 'xlsx', encoding: null, delimiter: null, hasHeading: true, rowNumbers: [3, 4] })
  expect(table.rows).toEqual([
    ['=1+1', '2'],
    ['x', '', '=HYPERLINK("http://x")', 'TRUE'],
  ])
  expect(table.warnings).toEqual([
    { code: 'formula_cell', row: 3 },
    { code: 'formula_cell', row: 4 },
  ])
})

test('the first visible sheet with content is taken', async () => {
  const table = await readSheets(
    { name: 'hidden', data: `<row r="1">${text('A1', 'secret')}</row>`, isHidden: true },
    { name: 'empty', data: '' },
    { name: 'faq', data: `${heading}<row r="2">${text('A2', 'q')}${text('B2', 'a')}</row>` },
    { name: 'more', data: heading },
  )
  expect(table.rows).toEqual([['q', 'a']])
  expect(table.warnings).toEqual([{ code: 'more_sheets' }])
})

test('an empty workbook', async () => {
  await expect(readSheets({ name: 'S', data: '' })).rejects.toMatchObject({ code: 'file_empty' })
})

describe('limits of the table', () => {
  test('cells far to the right', async () => {
    await expect(readSheets({ name: 'S', data: `<row r="1">${text('XFD1', 'x')}</row>` })).rejects.toMatchObject({
      code: 'too_many_columns',
    })
  })

  test('a row far below counts as one row', async () => {
    const table = await readSheets({ name: 'S', data: `${heading}<row r="1000000">${text('A1000000', 'x')}</row>` })
    expect(table).toMatchObject({ rows: [['x']], rowNumbers: [1_000_000] })
  })

  test.each(['A4000000000', 'ZZZZZZ1'])('a cell at %s, where no sheet reaches', async (reference) => {
    const row = reference.replace(/\D+/, '')
    await expect(
      readSheets({ name: 'S', data: `<row r="${row}">${text(reference, 'x')}</row>` }),
    ).rejects.toMatchObject({ name: 'ImportError' })
  })

  test('50,002 rows', async () => {
    const rows = Array.from(
      { length: 50_002 },
      (_, index) => `<row r="${index + 1}">${text(`A${index + 1}`, 'x')}</row>`,
    )
    await expect(readSheets({ name: 'S', data: rows.join('') })).rejects.toMatchObject({
      code: 'too_many_rows',
      limit: 50_000,
    })
  })

  test('one shared text in very many cells', async () => {
    const parts = workbookParts([
      {
        name: 'S',
        data: Array.from(
          { length: 2_000 },
          (_, row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>0</v></c></row>`,
        ).join(''),
      },
    ])
    const types = parts[0]
    if (types === undefined) throw new Error('The fixture has content types')
    const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml'
    types.content = Buffer.from(
      Buffer.from(types.content)
        .toString()
        .replace('</Types>', `<Override PartName="/xl/sharedStrings.xml" ContentType="${contentType}"/></Types>`),
    )
    parts.push({
      name: 'xl/sharedStrings.xml',
      content: Buffer.from(`<sst count="1" uniqueCount="1"><si><t>${'я'.repeat(30_000)}</t></si></sst>`),
    })
    await expect(readBytes(buildArchive(parts))).rejects.toMatchObject({ code: 'table_too_large' })
  })
})

describe('archives that are traps', () => {
  const sheet = workbookParts([{ name: 'S', data: heading }])
  const gigabyte = 1024 ** 3
  const bomb = deflatedZeros(gigabyte)
  const withPart = (part: Parameters<typeof buildArchive>[0][number]) => buildArchive([...sheet, part])

  test('a gigabyte, honestly declared', async () => {
    const bytes = withPart({ name: 'xl/sharedStrings.xml', content: bomb, isDeflated: true, declaredBytes: gigabyte })
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'archive_too_large', problem: 'import_too_large' })
  })

  test('a gigabyte, declared as a kilobyte', async () => {
    const bytes = withPart({ name: 'xl/sharedStrings.xml', content: bomb, isDeflated: true, declaredBytes: 1024 })
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('a ratio no sheet has', async () => {
    const declaredBytes = 64 * 1024 * 1024
    const bytes = withPart({
      name: 'xl/media/image1.png',
      content: deflatedZeros(declaredBytes),
      isDeflated: true,
      declaredBytes,
    })
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'archive_suspicious' })
  })

  test('thousands of entries', async () => {
    const parts = Array.from({ length: 2_001 }, (_, index) => ({
      name: `xl/media/${index}.png`,
      content: new Uint8Array(),
    }))
    await expect(readBytes(buildArchive([...sheet, ...parts]))).rejects.toMatchObject({
      code: 'archive_too_large',
      limit: 2_000,
    })
  })

  test('one name twice', async () => {
    await expect(readBytes(withPart({ name: 'xl/WORKBOOK.xml', content: new Uint8Array() }))).rejects.toMatchObject({
      code: 'archive_suspicious',
    })
  })

  test('a name that leaves the archive', async () => {
    await expect(readBytes(withPart({ name: '../evil.xml', content: new Uint8Array() }))).rejects.toMatchObject({
      code: 'unreadable',
    })
  })

  test('a nested archive is never opened', async () => {
    const bytes = withPart({ name: 'Index.zip', content: buildArchive(sheet) })
    expect(await readBytes(bytes)).toMatchObject({ hasHeading: true, rows: [] })
  })

  test('any other archive, and a cut one', async () => {
    await expect(
      readBytes(buildArchive([{ name: 'word/document.xml', content: new Uint8Array() }])),
    ).rejects.toMatchObject({ code: 'format_unsupported' })
    await expect(readBytes(buildArchive(sheet).subarray(0, 500))).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('parts that are not XML', async () => {
    const parts = sheet.map((part) =>
      part.name.includes('worksheets')
        ? { ...part, content: Buffer.from('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c>') }
        : part,
    )
    await expect(readBytes(buildArchive(parts))).rejects.toMatchObject({ name: 'ImportError' })
  })
})
