import type { ImportField } from '@secretary/contracts/faq-import.contract'
import type { ImportTable } from '#server/platform/tables/import-table.ts'
import { type ColumnMapping, mapRows } from '#server/platform/tables/map-rows.ts'
import type { FaultyRow, ImportRow } from './import-row.ts'
import { parseRow } from './parse-row.ts'

/** Every row of a table as an entry's fields; see `mapRows`. */
export function mapFaqRows(
  table: ImportTable<ImportField>,
  mapping: ColumnMapping<ImportField>,
  { signal }: { signal: AbortSignal },
): Promise<(ImportRow | FaultyRow)[]> {
  return mapRows(table, mapping, { required: 'question', parseRow, signal })
}
