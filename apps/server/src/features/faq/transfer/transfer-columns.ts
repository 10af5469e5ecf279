import type { ImportField } from '@secretary/contracts/faq-import.contract'
import type { Language } from '@secretary/contracts/scalars'
import { joinList } from '#server/platform/tables/list-cell.ts'
import type { TransferEntry } from './import-row.ts'

/** The columns of an exported table, in their order. */
export const transferColumns = [
  'question',
  'answer',
  'phrasings',
  'keywords',
  'patterns',
  'exclusions',
  'priority',
  'enabled',
  'language',
] as const satisfies readonly ImportField[]

const russianHeadings: Record<ImportField, string> = {
  question: 'Вопрос',
  answer: 'Ответ',
  phrasings: 'Формулировки',
  keywords: 'Ключевые слова',
  patterns: 'Шаблоны',
  exclusions: 'Не отвечать на',
  priority: 'Приоритет',
  enabled: 'Включено',
  language: 'Язык',
}

/** English headings are the field names, as the command line documents them. */
export function headingsIn(language: Language): string[] {
  return transferColumns.map((field) => (language === 'ru' ? russianHeadings[field] : field))
}

/** An entry as cells in the order of `transferColumns`. */
export function entryCells(entry: TransferEntry, language: Language): string[] {
  const [yes, no] = language === 'ru' ? ['да', 'нет'] : ['yes', 'no']
  return [
    entry.question,
    entry.answer,
    joinList(entry.phrasings),
    joinList(entry.keywords),
    joinList(entry.patterns),
    joinList(entry.exclusions),
    String(entry.priority),
    entry.isEnabled ? yes : no,
    entry.language ?? '',
  ]
}
