import type { Lead, LeadState } from '@secretary/contracts/leads.contract'
import type { Language } from '@secretary/contracts/scalars'
import type { Actor } from '#server/platform/actor.ts'
import { importLimits } from '#server/platform/tables/import-limits.ts'
import { writeCsv } from '#server/platform/tables/write-csv.ts'
import { writeXlsx } from '#server/platform/tables/write-xlsx.ts'
import { leadWords } from './lead-words.ts'
import type { LeadsService } from './leads.service.ts'

/** Widths of the columns in characters: the message wide enough to be read. */
const columnWidths = [20, 24, 24, 60, 14, 20, 38, 8]

export interface LeadsExportRequest {
  readonly format: 'csv' | 'xlsx'
  readonly state: LeadState
  readonly language: Language
}

interface ExportContext {
  readonly actor: Actor
  readonly timeZone: string
  readonly signal: AbortSignal
}

/** Messages of visitors as a table, newest first: whatever the actor may see in the list. */
export function exportLeads(
  leads: Pick<LeadsService, 'all'>,
  { format, state, language }: LeadsExportRequest,
  { actor, timeZone, signal }: ExportContext,
): Promise<Uint8Array> {
  const rows = rowsOf(leads.all(actor, { state }), language, timeZone)
  if (format === 'csv') return writeCsv(rows, { signal })
  return writeXlsx(shortened(rows), { sheetName: leadWords[language].sheet, columnWidths, signal })
}

async function* rowsOf(leads: AsyncIterable<Lead>, language: Language, timeZone: string): AsyncGenerator<string[]> {
  const { headings, statuses, sources, yes, no } = leadWords[language]
  const localTime = createLocalTime(language, timeZone)
  yield [
    `${headings.when} (${timeZone})`,
    headings.name,
    headings.contact,
    headings.message,
    headings.status,
    headings.source,
    headings.conversation,
    headings.test,
  ]
  for await (const lead of leads) {
    yield [
      localTime(lead.createdAt),
      lead.name ?? '',
      lead.contact,
      lead.message,
      statuses[lead.status],
      sources[lead.source],
      lead.conversationId,
      lead.isTest ? yes : no,
    ]
  }
}

/** `24.11.2026 14:05` or `2026-11-24 14:05`: what spreadsheets of either language take for a time. */
function createLocalTime(language: Language, timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const part = new Map(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
    const [year, month, day] = [part.get('year'), part.get('month'), part.get('day')]
    const date = language === 'ru' ? `${day}.${month}.${year}` : `${year}-${month}-${day}`
    return `${date} ${part.get('hour')}:${part.get('minute')}`
  }
}

/** A message longer than a cell of Excel may be must not keep all others from being saved. */
async function* shortened(rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  const limit = importLimits.workbookCellCharacters
  for await (const cells of rows) {
    yield cells.map((cell) => (cell.length <= limit ? cell : `${cell.slice(0, limit - 1).toWellFormed()}…`))
  }
}
