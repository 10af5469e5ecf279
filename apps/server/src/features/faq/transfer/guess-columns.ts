import type { ImportField } from '@secretary/contracts/faq-import.contract'
import type { ImportColumn } from './import-table.ts'

/** Headings people write, normalised by `normalizeHeading`. */
const headingNames: Record<ImportField, readonly string[]> = {
  question: ['question', 'questions', 'q', 'trigger', 'title', 'faq', 'вопрос', 'вопросы', 'запрос', 'в'],
  answer: ['answer', 'answers', 'a', 'response', 'reply', 'ответ', 'ответы', 'о'],
  phrasings: [
    'phrasings',
    'phrasing',
    'variants',
    'variations',
    'synonyms',
    'aliases',
    'alternatives',
    'other phrasings',
    'other wordings',
    'wordings',
    'формулировки',
    'формулировка',
    'другие формулировки',
    'варианты',
    'варианты вопроса',
    'варианты вопросов',
    'синонимы',
    'похожие вопросы',
  ],
  keywords: ['keywords', 'keyword', 'key words', 'tags', 'ключевые слова', 'ключевое слово', 'ключи', 'теги'],
  patterns: ['patterns', 'pattern', 'masks', 'templates', 'regex', 'шаблоны', 'шаблон', 'маски', 'маска'],
  exclusions: [
    'exclusions',
    'exclusion',
    'exclude',
    'except',
    'must not match',
    'do not answer',
    'не отвечать на',
    'не отвечать',
    'исключения',
    'исключение',
    'кроме',
  ],
  priority: ['priority', 'weight', 'order', 'приоритет', 'важность'],
  enabled: [
    'enabled',
    'active',
    'is enabled',
    'isenabled',
    'on',
    'включено',
    'включен',
    'включена',
    'вкл',
    'активно',
    'активен',
    'активность',
  ],
  language: ['language', 'lang', 'locale', 'язык'],
}

const fieldOfName = new Map<string, ImportField>()
for (const [field, names] of Object.entries(headingNames)) {
  // Object.entries widens the keys; the record above has exactly the fields.
  for (const name of names) fieldOfName.set(name, field as ImportField)
}

/** What a longer heading is about: "Текст вопроса", "Ответ из базы знаний", "Customer question". */
const wordsOfFields: readonly (readonly [ImportField, RegExp])[] = [
  ['question', /^(?:вопрос\p{L}{0,3}|questions?)$/u],
  ['answer', /^(?:ответ\p{L}{0,3}|answers?|responses?)$/u],
]
const LONGEST_HEADING_WORDS = 5

/** The field a heading names, in Russian or English, or null. */
export function guessField(heading: string): ImportField | null {
  const name = normalizeHeading(heading)
  return fieldOfName.get(name) ?? fieldOfName.get(name.replace(/[\s_]*\d+$/, '')) ?? null
}

/** The one field a heading of several words speaks of; a sentence is none. */
function guessFieldInWords(heading: string): ImportField | null {
  if (/[?!.…]\s*$/u.test(heading)) return null
  const words = normalizeHeading(heading).split(' ')
  if (words.length > LONGEST_HEADING_WORDS) return null
  const fields = wordsOfFields.filter(([, word]) => words.some((own) => word.test(own)))
  return fields.length === 1 ? (fields[0]?.[0] ?? null) : null
}

/** Read in words only where both a question and an answer are headed: a lone "вопрос" may be a row of its own. */
function guessFields(cells: readonly string[]): (ImportField | null)[] {
  const exact = cells.map(guessField)
  const inWords = cells.map((cell, index) => exact[index] ?? guessFieldInWords(cell))
  return inWords.includes('question') && inWords.includes('answer') ? inWords : exact
}

/** Whether a first row names columns: one says question or answer in a whole word, or two fields are named. */
export function isHeadingRow(cells: readonly string[]): boolean {
  const fields = new Set<ImportField>()
  for (const [index, field] of guessFields(cells).entries()) {
    if (field === null) continue
    if ((field === 'question' || field === 'answer') && (cells[index] ?? '').trim().length > 1) return true
    fields.add(field)
  }
  return fields.size >= 2
}

/** Columns with their guesses. Each field is guessed once; without a heading the first two are question and answer. */
export function guessColumns(heading: readonly string[] | null, columnCount: number): ImportColumn[] {
  const taken = new Set<ImportField>()
  const fields = heading === null ? [] : guessFields(heading)
  return Array.from({ length: columnCount }, (_, index) => {
    const text = heading?.[index]?.trim() ?? ''
    const candidate = heading === null ? positionalGuess(index) : (fields[index] ?? null)
    const guess = candidate === null || taken.has(candidate) ? null : candidate
    if (guess !== null) taken.add(guess)
    return { index, heading: text === '' ? null : text, guess }
  })
}

function positionalGuess(index: number): ImportField | null {
  if (index === 0) return 'question'
  return index === 1 ? 'answer' : null
}

/** Lower case, ё as е, no remarks in brackets, no punctuation. */
function normalizeHeading(heading: string): string {
  if (heading.length > 60) return ''
  return heading
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
}
