import type { ServiceFaultCode, ServiceField } from '@secretary/contracts/services-import.contract'
import type { CellOf, FaultyRow } from '#server/platform/tables/map-rows.ts'
import { currencyOf } from './currency-names.ts'
import { parseDuration } from './parse-duration.ts'
import { type ParsedPrice, parsePrice } from './parse-price.ts'

const MAX_NAME_CHARACTERS = 200
const MAX_UNIT_CHARACTERS = 50
const MAX_DURATION_MINUTES = 100_000
const nothing = /^[-–—]?$/u

/** What a row says of a service. Absent: nothing, because its column is not mapped or its cell is empty. */
export interface ServiceRow {
  readonly rowNumber: number
  readonly name: string
  readonly price?: ParsedPrice
  /** Of a column of its own. */
  readonly currency?: string
  readonly unit?: string
  readonly durationMinutes?: number
}

type Fault = FaultyRow<ServiceField, ServiceFaultCode>['faults'][number]

/** One row of cells as a service, with every fault found; the usual currency is that of a row that names none. */
export function parseServiceRow(
  rowNumber: number,
  cellOf: CellOf<ServiceField>,
  usualCurrency: string,
): { row: ServiceRow; faults: Fault[] } {
  const faults: Fault[] = []
  const fault = (field: ServiceField, code: ServiceFaultCode) => void faults.push({ field, code })
  const textOf = (field: ServiceField) => cellOf(field)?.replace(/\s+/g, ' ').trim() ?? ''

  const name = textOf('name')
  if (name === '') fault('name', 'missing')
  if (name.length > MAX_NAME_CHARACTERS) fault('name', 'too_long')

  const currencyText = textOf('currency')
  const currency = nothing.test(currencyText) ? undefined : currencyOf(currencyText)
  if (currency === null) fault('currency', 'currency_unknown')

  const priceText = textOf('price')
  const price = priceText === '' ? undefined : parsePrice(priceText, currency ?? usualCurrency)
  if (price === null) fault('price', 'price_unclear')

  const unitText = textOf('unit')
  const unit = nothing.test(unitText) ? undefined : unitText
  if ((unit ?? '').length > MAX_UNIT_CHARACTERS) fault('unit', 'too_long')
  if ((price?.unit ?? '').length > MAX_UNIT_CHARACTERS) fault('price', 'too_long')

  const durationText = textOf('duration')
  const durationMinutes = nothing.test(durationText) ? undefined : parseDuration(durationText)
  if (durationMinutes === null) fault('duration', 'duration_unclear')
  else if (durationMinutes !== undefined && (durationMinutes < 1 || durationMinutes > MAX_DURATION_MINUTES))
    fault('duration', 'duration_out_of_range')

  const row: ServiceRow = {
    rowNumber,
    name,
    ...(price && { price }),
    ...(currency && { currency }),
    ...(unit !== undefined && { unit }),
    ...(typeof durationMinutes === 'number' && { durationMinutes }),
  }
  return { row, faults }
}
