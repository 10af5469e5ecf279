import type { TableFields } from './table-fields.ts'

/** A small table to read in tests. */
export const sampleFields: TableFields<'question' | 'answer'> = {
  headings: { question: ['question', 'вопрос'], answer: ['answer', 'ответ'] },
  headingWords: [],
  pair: ['question', 'answer'],
  blockMarks: null,
  jsonContainers: ['entries'],
}
