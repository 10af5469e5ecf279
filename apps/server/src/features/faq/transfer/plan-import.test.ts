import { expect, test } from 'vitest'
import { readTable } from '#server/platform/tables/read-table.ts'
import { faqFields } from './faq-fields.ts'
import type { TransferEntry } from './import-row.ts'
import { mapFaqRows } from './map-faq-rows.ts'
import { planImport } from './plan-import.ts'

const { signal } = new AbortController()
const normalize = (question: string) =>
  question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const fields: TransferEntry = {
  question: 'Цена?',
  answer: 'строка 1\r\nстрока 2',
  phrasings: ['сколько стоит'],
  keywords: [],
  patterns: [],
  exclusions: [],
  priority: 5,
  isEnabled: false,
  language: 'ru',
}
const existing = [{ id: 'e1', key: 'цена', fields }]

async function rowsOf(text: string) {
  const table = await readTable(Buffer.from(text), { format: 'csv' }, { fields: faqFields, signal })
  return mapFaqRows(table, Object.fromEntries(table.columns.map(({ guess, index }) => [guess, index])), { signal })
}
const plan = async (text: string) => planImport(await rowsOf(text), existing, { normalize, signal })

test('new, changed, same, duplicate and faulty rows in one file', async () => {
  const { items, counts } = await plan(
    'Вопрос;Ответ;Приоритет;Включено;Язык\nЧасы?;9\nцена!;"строка 1\nстрока 2";;;ru\nчасы;10\nАдрес?;\n???;да\nГде?;тут;много;может;фр\n',
  )
  expect(items).toEqual([
    expect.objectContaining({
      kind: 'new',
      rowNumber: 2,
      key: 'часы',
      fields: {
        ...fields,
        question: 'Часы?',
        answer: '9',
        phrasings: [],
        priority: 0,
        isEnabled: true,
        language: null,
      },
    }),
    {
      kind: 'changed',
      rowNumber: 3,
      entryId: 'e1',
      question: 'цена!',
      answer: 'строка 1\nстрока 2',
      before: { question: 'Цена?' },
      changes: { question: 'цена!' },
    },
    { kind: 'duplicate', rowNumber: 4, ofRow: 2, question: 'часы', answer: '10' },
    expect.objectContaining({
      kind: 'faulty',
      rowNumber: 5,
      question: 'Адрес?',
      faults: [{ field: 'answer', code: 'missing' }],
    }),
    expect.objectContaining({ kind: 'faulty', rowNumber: 6, faults: [{ field: 'question', code: 'no_words' }] }),
    expect.objectContaining({
      kind: 'faulty',
      rowNumber: 7,
      faults: [
        { field: 'priority', code: 'not_a_number' },
        { field: 'enabled', code: 'not_yes_or_no' },
        { field: 'language', code: 'language_unknown' },
      ],
    }),
  ])
  expect(counts).toEqual({ new: 1, changed: 1, same: 0, duplicate: 1, faulty: 3 })
})

test('absent columns leave an entry as it is; a present list column is a statement', async () => {
  expect((await plan('Вопрос;Формулировки\nЦена?;сколько стоит\n')).items).toEqual([
    { kind: 'same', rowNumber: 2, entryId: 'e1', question: 'Цена?', answer: fields.answer },
  ])
  expect((await plan('Вопрос;Формулировки;Язык\nЦена?;;\n')).items).toEqual([
    expect.objectContaining({
      kind: 'changed',
      before: { phrasings: ['сколько стоит'], language: 'ru' },
      changes: { phrasings: [], language: null },
    }),
  ])
})

test('a new question needs an answer column', async () => {
  expect((await plan('Вопрос;Формулировки\nЧасы?;x\n')).items).toEqual([
    expect.objectContaining({ kind: 'faulty', faults: [{ field: 'answer', code: 'missing' }] }),
  ])
})

test.each([
  ['да', true],
  ['Вкл', true],
  ['1', true],
  ['TRUE', true],
  ['yes', true],
  ['нет', false],
  ['0', false],
  ['выкл', false],
  ['no', false],
  ['False', false],
])('enabled "%s" is %s', async (word, isEnabled) => {
  expect(await rowsOf(`Вопрос;Ответ;Включено\nq;a;${word}\n`)).toEqual([
    { rowNumber: 2, question: 'q', answer: 'a', isEnabled },
  ])
})

test('limits of an entry are faults of the row', async () => {
  const many = Array.from({ length: 101 }, (_, index) => index).join('|')
  const rows = await rowsOf(
    `Вопрос;Ответ;Варианты;Приоритет\n${'я'.repeat(501)};${'я'.repeat(10_001)};${many};1001\nq;a;${'я'.repeat(501)};-1000\n`,
  )
  expect(rows).toEqual([
    expect.objectContaining({
      faults: [
        { field: 'question', code: 'too_long' },
        { field: 'answer', code: 'too_long' },
        { field: 'phrasings', code: 'too_many' },
        { field: 'priority', code: 'out_of_range' },
      ],
    }),
    expect.objectContaining({ faults: [{ field: 'phrasings', code: 'too_long' }] }),
  ])
})

test('a mapping must name the question and existing columns', async () => {
  const table = await readTable(Buffer.from('x;b\n'), { format: 'csv' }, { fields: faqFields, signal })
  for (const mapping of [{}, { answer: 1 }, { question: 2 }, { question: -1 }, { question: 0.5 }]) {
    await expect(mapFaqRows(table, mapping, { signal })).rejects.toMatchObject({ code: 'mapping_invalid' })
  }
  expect(await mapFaqRows(table, { question: 1, answer: null }, { signal })).toEqual([{ rowNumber: 1, question: 'b' }])
})

test('long work stops on abort', async () => {
  const controller = new AbortController()
  const rows = Array.from({ length: 300_000 }, (_, index) => ({
    rowNumber: index + 1,
    question: `q${index}`,
    answer: 'a',
  }))
  const planning = planImport(rows, [], { normalize, signal: controller.signal })
  controller.abort(new Error('left'))
  await expect(planning).rejects.toThrow('left')
})
