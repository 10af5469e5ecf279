import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTable } from '#server/platform/tables/read-table.ts'
import { faqFields } from './faq-fields.ts'
import type { ImportRow, TransferEntry } from './import-row.ts'
import { mapFaqRows } from './map-faq-rows.ts'
import { templateFile } from './template-file.ts'
import { entryWriters } from './write-entries.ts'

const { signal } = new AbortController()
const { csv: writeCsv, xlsx: writeXlsx } = entryWriters
const formats = (['csv', 'json', 'xlsx'] as const).map((format) => [format, entryWriters[format]] as const)

const hostile = fc.constantFrom(
  '=1+1',
  "'=1",
  '+7 900',
  '-',
  '@SUM(A1)',
  "''@x",
  '"',
  '""',
  '";"',
  'a\nb',
  'a\tb',
  ';',
  ',',
  '|',
  '\\|',
  '\\',
  '/a|b/i',
  '/a',
  'b/',
  '😀',
  'שלום',
  '\u202eabc',
  'ё',
  '_x0041_',
  '_x000D_',
  '<t>&amp;</t>',
  ']]>',
  '<![CDATA[x',
  '__proto__',
  '\u0001x',
  'Вопрос',
  'sep=;',
  '\ufffe',
)
const text = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme', maxLength: 6 })), { minLength: 1, maxLength: 4 })
  .map((pieces) => pieces.join('').replaceAll('\r', '').replaceAll('\0', '').trim())
  .filter((value) => value !== '')
const list = fc.uniqueArray(text, { maxLength: 4 })
const entry: fc.Arbitrary<TransferEntry> = fc.record({
  question: text,
  answer: text,
  phrasings: list,
  keywords: list,
  patterns: list,
  exclusions: list,
  priority: fc.integer({ min: -1000, max: 1000 }),
  isEnabled: fc.boolean(),
  language: fc.constantFrom('ru', 'en', null),
})

async function readBack(bytes: Uint8Array, fileName: string): Promise<unknown[]> {
  const table = await readTable(bytes, { fileName }, { fields: faqFields, signal })
  const mapping = Object.fromEntries(table.columns.map(({ guess, index }) => [guess, index]))
  const rows = await mapFaqRows(table, mapping, { signal })
  return rows.map(({ rowNumber: _, ...row }: ImportRow | { rowNumber: number }) => row)
}

describe.each(formats)('%s', (format, write) => {
  test.each(['ru', 'en'] as const)('an export with %s headings is read back exactly', async (language) => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: format === 'xlsx' ? 40 : 4 }), async (entries) => {
        expect(await readBack(await write(entries, { signal, language }), `export.${format}`)).toEqual(entries)
      }),
      { numRuns: format === 'xlsx' ? 6 : 300 },
    )
  })

  test.each(['ru', 'en'] as const)('the %s template is two entries that can be imported', async (language) => {
    const rows = await readBack(await templateFile(language, format, { signal }), `template.${format}`)
    expect(rows).toHaveLength(2)
    expect(rows).toEqual(rows.map(() => expect.objectContaining({ language, isEnabled: true, priority: 0 })))
  })

  test('no entries are a file with headings', async () => {
    expect(
      await readBack(await write([], { signal, language: 'ru' }), `export.${format}`).catch((error) => error.code),
    ).toEqual(format === 'json' ? 'file_empty' : [])
  })
})

test('a CSV export opens in Excel as text that nothing runs', async () => {
  const entries = [
    {
      question: '=cmd|calc',
      answer: '@x',
      phrasings: ['+1'],
      keywords: [],
      patterns: [],
      exclusions: [],
      priority: -5,
      isEnabled: true,
      language: null,
    },
  ]
  const bytes = await writeCsv(entries, { signal })
  expect(Buffer.from(bytes).toString()).toBe(
    "\ufeffquestion;answer;phrasings;keywords;patterns;exclusions;priority;enabled;language\r\n'=cmd|calc;'@x;'+1;;;;-5;yes;\r\n",
  )
})

test('a list that Excel cannot hold in one cell is refused, not cut', async () => {
  const phrasings = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(400, 'я'))
  const entries = [
    {
      question: 'q',
      answer: 'a',
      phrasings,
      keywords: [],
      patterns: [],
      exclusions: [],
      priority: 0,
      isEnabled: true,
      language: null,
    },
  ]
  await expect(writeXlsx(entries, { signal })).rejects.toMatchObject({ code: 'cell_too_long', limit: 32_767 })
  expect(await readBack(await writeCsv(entries, { signal }), 'export.csv')).toEqual(entries)
})
