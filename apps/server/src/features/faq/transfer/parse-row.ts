import type { ImportField } from '@secretary/contracts/faq-import.contract'
import type { Language } from '@secretary/contracts/scalars'
import { splitList } from '#server/platform/tables/list-cell.ts'
import type { CellOf } from '#server/platform/tables/map-rows.ts'
import { entryLimits } from './entry-limits.ts'
import type { ImportFault, ImportFaultCode, ImportRow } from './import-row.ts'

const yesWords = new Set([
  'да',
  '1',
  'true',
  'вкл',
  'включено',
  'включен',
  'включена',
  'yes',
  'y',
  'on',
  'д',
  '+',
  'истина',
])
const noWords = new Set([
  'нет',
  '0',
  'false',
  'выкл',
  'выключено',
  'выключен',
  'выключена',
  'no',
  'n',
  'off',
  'н',
  '-',
  'ложь',
])
const languageNames = new Map<string, Language>([
  ['ru', 'ru'],
  ['rus', 'ru'],
  ['ru-ru', 'ru'],
  ['русский', 'ru'],
  ['рус', 'ru'],
  ['russian', 'ru'],
  ['en', 'en'],
  ['eng', 'en'],
  ['en-us', 'en'],
  ['en-gb', 'en'],
  ['английский', 'en'],
  ['англ', 'en'],
  ['english', 'en'],
])

/** Most list cells are empty; sharing one list spares the garbage collector. */
const noItems: readonly string[] = Object.freeze([])

/** One row of cells as an entry's fields, with every fault found. `cellOf` gives undefined for a column nobody mapped. */
export function parseRow(rowNumber: number, cellOf: CellOf<ImportField>): { row: ImportRow; faults: ImportFault[] } {
  const faults: ImportFault[] = []
  const fault = (field: ImportField, code: ImportFaultCode) => faults.push({ field, code })
  const row: ImportRow = { rowNumber, question: readText('question', entryLimits.questionCharacters) ?? '' }

  function readText(field: 'question' | 'answer', limit: number): string | undefined {
    const text = cellOf(field)?.trim()
    if (text === '') fault(field, 'missing')
    if (text !== undefined && text.length > limit) fault(field, 'too_long')
    return text
  }

  const answer = readText('answer', entryLimits.answerCharacters)
  if (answer !== undefined) row.answer = answer
  for (const field of ['phrasings', 'keywords', 'patterns', 'exclusions'] as const) {
    const cell = cellOf(field)
    if (cell === undefined) continue
    const items = cell === '' ? noItems : splitList(cell)
    if (items.length > entryLimits[field]) fault(field, 'too_many')
    if (items.some((item) => item.length > entryLimits.phraseCharacters)) fault(field, 'too_long')
    row[field] = items
  }
  const priority = readPriority(cellOf, fault)
  if (priority !== undefined) row.priority = priority
  const isEnabled = readEnabled(cellOf, fault)
  if (isEnabled !== undefined) row.isEnabled = isEnabled
  const language = readLanguage(cellOf, fault)
  if (language !== undefined) row.language = language
  return { row, faults }
}

type AddFault = (field: ImportField, code: ImportFaultCode) => void

function readPriority(cellOf: CellOf<ImportField>, fault: AddFault): number | undefined {
  const text = cellOf('priority')?.trim() ?? ''
  if (text === '') return undefined
  const isWhole = /^[+-]?\d{1,15}(?:[.,]0+)?$/.test(text)
  const priority = Number.parseInt(text, 10)
  if (!isWhole) fault('priority', 'not_a_number')
  else if (Math.abs(priority) > entryLimits.priority) fault('priority', 'out_of_range')
  // "-0" is read as zero of the other sign.
  return priority === 0 ? 0 : priority
}

function readEnabled(cellOf: CellOf<ImportField>, fault: AddFault): boolean | undefined {
  const word = cellOf('enabled')?.trim().toLowerCase().replaceAll('ё', 'е') ?? ''
  if (word === '') return undefined
  if (yesWords.has(word)) return true
  if (!noWords.has(word)) fault('enabled', 'not_yes_or_no')
  return false
}

function readLanguage(cellOf: CellOf<ImportField>, fault: AddFault): Language | null | undefined {
  const name = cellOf('language')?.trim().toLowerCase().replaceAll('_', '-')
  if (name === undefined) return undefined
  if (name === '') return null
  const language = languageNames.get(name)
  if (language === undefined) fault('language', 'language_unknown')
  return language
}
