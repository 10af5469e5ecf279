import { createTimeSlice } from '#server/platform/tables/time-slice.ts'
import type { FaultyRow, ImportFault, ImportRow, TransferEntry } from './import-row.ts'

/** An entry of today; `key` is its normalised question, the identity by which rows find it. */
export type ExistingEntry = { id: string; key: string; fields: TransferEntry }

export type ImportItem =
  | { kind: 'new'; rowNumber: number; key: string; question: string; answer: string; fields: TransferEntry }
  | {
      kind: 'changed'
      rowNumber: number
      entryId: string
      question: string
      answer: string
      before: Partial<TransferEntry>
      changes: Partial<TransferEntry>
    }
  | { kind: 'same'; rowNumber: number; entryId: string; question: string; answer: string }
  | { kind: 'duplicate'; rowNumber: number; ofRow: number; question: string; answer: string }
  | {
      kind: 'faulty'
      rowNumber: number
      faults: ImportFault[]
      cells: readonly string[]
      question: string
      answer: string
    }

export type ImportPlan = { items: ImportItem[]; counts: Record<ImportItem['kind'], number> }

export type PlanOptions = {
  /** Folds a question to the key of the matcher; an empty key means that the question holds no word. */
  normalize: (question: string) => string
  signal: AbortSignal
}

const defaults = {
  phrasings: [],
  keywords: [],
  patterns: [],
  exclusions: [],
  priority: 0,
  isEnabled: true,
  language: null,
}

/**
 * What applying the rows would do, in the order of the rows. Fields a row says nothing about stay as they are; of rows
 * with the same key the first counts. Changes nothing itself and gives the event loop its turn while it works.
 */
export async function planImport(
  rows: readonly (ImportRow | FaultyRow)[],
  existing: Iterable<ExistingEntry>,
  options: PlanOptions,
): Promise<ImportPlan> {
  const slice = createTimeSlice(options.signal)
  const entries = new Map<string, ExistingEntry>()
  for (const entry of existing) {
    if (slice.isOver()) await slice.pause()
    if (!entries.has(entry.key)) entries.set(entry.key, entry)
  }
  const rowOfKey = new Map<string, number>()
  const items: ImportItem[] = []
  const counts: ImportPlan['counts'] = { new: 0, changed: 0, same: 0, duplicate: 0, faulty: 0 }
  for (const row of rows) {
    if (slice.isOver()) await slice.pause()
    const item = 'faults' in row ? toFaulty(row) : planRow(row, { entries, rowOfKey, normalize: options.normalize })
    items.push(item)
    counts[item.kind] += 1
  }
  return { items, counts }
}

type Context = {
  entries: ReadonlyMap<string, ExistingEntry>
  rowOfKey: Map<string, number>
  normalize: PlanOptions['normalize']
}

function planRow(row: ImportRow, { entries, rowOfKey, normalize }: Context): ImportItem {
  const { rowNumber, ...given } = row
  const { question } = given
  const key = normalize(question)
  if (key === '')
    return toFaulty({ rowNumber, faults: [{ field: 'question', code: 'no_words' }], cells: [question] }, row)
  const entry = entries.get(key)
  const answer = given.answer ?? entry?.fields.answer
  const ofRow = rowOfKey.get(key)
  if (ofRow !== undefined) return { kind: 'duplicate', rowNumber, ofRow, question, answer: answer ?? '' }
  if (answer === undefined)
    return toFaulty({ rowNumber, faults: [{ field: 'answer', code: 'missing' }], cells: [question] }, row)
  rowOfKey.set(key, rowNumber)
  if (entry === undefined)
    return { kind: 'new', rowNumber, key, question, answer, fields: { ...defaults, ...given, answer } }
  const { before, changes } = compare(entry.fields, given)
  if (Object.keys(changes).length === 0) return { kind: 'same', rowNumber, entryId: entry.id, question, answer }
  return { kind: 'changed', rowNumber, entryId: entry.id, question, answer, before, changes }
}

function toFaulty(faulty: FaultyRow, row?: ImportRow): ImportItem {
  const [first = '', second = ''] = faulty.cells
  return {
    kind: 'faulty',
    ...faulty,
    question: row?.question ?? first,
    answer: row?.answer ?? (row === undefined ? second : ''),
  }
}

function compare(current: TransferEntry, given: Partial<TransferEntry>) {
  const before: Partial<TransferEntry> = {}
  const changes: Partial<TransferEntry> = {}
  const take = <Field extends keyof TransferEntry>(field: Field) => {
    const value = given[field]
    if (value === undefined || isEqual(current[field], value)) return
    before[field] = current[field]
    changes[field] = value
  }
  take('question')
  take('answer')
  take('phrasings')
  take('keywords')
  take('patterns')
  take('exclusions')
  take('priority')
  take('isEnabled')
  take('language')
  return { before, changes }
}

function isEqual(current: unknown, given: unknown): boolean {
  if (Array.isArray(current) && Array.isArray(given)) {
    return current.length === given.length && current.every((item, index) => isEqual(item, given[index]))
  }
  // Files cannot tell CRLF from LF, so neither do we.
  if (typeof current === 'string' && current.includes('\r')) return current.replace(/\r\n?/g, '\n') === given
  return current === given
}
