import type { Language } from '@secretary/contracts/scalars'
import { writeCsv } from '#server/platform/tables/write-csv.ts'
import { writeXlsx } from '#server/platform/tables/write-xlsx.ts'

const columnWidths = [40, 20, 16, 16]

const templates: Record<Language, { sheetName: string; rows: string[][] }> = {
  ru: {
    sheetName: 'Услуги',
    rows: [
      ['Услуга', 'Цена', 'Ед.', 'Длительность'],
      ['Консультация', 'бесплатно', '', '30 мин'],
      ['Стрижка', '1 500 ₽', '', '1 ч'],
      ['Окрашивание', 'от 3 500 ₽', 'процедуру', '1 ч 30 мин'],
      ['Выезд на дом', 'договорная', '', ''],
    ],
  },
  en: {
    sheetName: 'Services',
    rows: [
      ['Service', 'Price', 'Unit', 'Duration'],
      ['Consultation', 'free', '', '30 min'],
      ['Haircut', '$25', '', '1 h'],
      ['Colouring', 'from $60', 'session', '1 h 30 min'],
      ['Home visit', 'on request', '', ''],
    ],
  },
}

/** A price list with headings and examples, to be filled in and imported. */
export function servicesTemplate(
  language: Language,
  format: 'csv' | 'xlsx',
  { signal }: { signal: AbortSignal },
): Promise<Uint8Array> {
  const { rows, sheetName } = templates[language]
  return format === 'csv' ? writeCsv(rows, { signal }) : writeXlsx(rows, { sheetName, columnWidths, signal })
}
