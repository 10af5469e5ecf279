import type { Service } from '@secretary/contracts/business.contract'
import { toMinorUnits } from '@secretary/contracts/money'
import type {
  ServiceFaultCode,
  ServiceField,
  ServiceRowCounts,
  ServiceRowPreview,
  ServiceValues,
} from '@secretary/contracts/services-import.contract'
import { fold } from '#server/platform/fold.ts'
import type { FaultyRow } from '#server/platform/tables/map-rows.ts'
import { createTimeSlice } from '#server/platform/tables/time-slice.ts'
import type { ServiceRow } from './parse-service-row.ts'

/** The largest price of a service, as in the rest of the API. */
const MAX_PRICE_MINOR = 1e13
const SHOWN_CELL_CHARACTERS = 200

export type FaultyServiceRow = FaultyRow<ServiceField, ServiceFaultCode>

/** A row and the service it is about; `present` is null for a new one. */
export interface ServicePlanItem extends ServiceRowPreview {
  readonly present: Service | null
}

interface PlanContext {
  readonly services: readonly Service[]
  /** Of prices that name none. */
  readonly currency: string
  /** The cell a fault is about, to be shown beside it. */
  readonly cellOf: (row: FaultyServiceRow, field: ServiceField) => string
  readonly signal: AbortSignal
}

/**
 * What applying the rows would do, in their order. A service is found by its name, in either case and with ё or е; of
 * rows with the same name the first counts. What a row says nothing about stays as it is.
 */
export async function planServices(
  rows: readonly (ServiceRow | FaultyServiceRow)[],
  { services, currency, cellOf, signal }: PlanContext,
): Promise<{ items: ServicePlanItem[]; counts: ServiceRowCounts }> {
  const slice = createTimeSlice(signal)
  const present = new Map(services.map((service) => [fold(service.name), service]))
  const taken = new Set<string>()
  const items: ServicePlanItem[] = []
  const counts: ServiceRowCounts = { new: 0, changed: 0, same: 0, duplicate: 0, faulty: 0 }
  for (const row of rows) {
    if (slice.isOver()) await slice.pause()
    const item = 'faults' in row ? faultyItem(row, cellOf) : planRow(row, { present, taken, currency })
    items.push(item)
    counts[item.kind] += 1
  }
  return { items, counts }
}

function planRow(
  row: ServiceRow,
  { present, taken, currency }: { present: ReadonlyMap<string, Service>; taken: Set<string>; currency: string },
): ServicePlanItem {
  const key = fold(row.name)
  const service = present.get(key) ?? null
  const before = service && valuesOf(service)
  const place = { row: row.rowNumber, name: row.name, present: service, before }
  if (taken.has(key)) return { ...place, kind: 'duplicate', after: null, faults: [] }
  const after = valuesAfter(row, before, currency)
  if ((after.priceMinor ?? 0) > MAX_PRICE_MINOR) {
    const cell = String(row.price?.amount ?? '')
    return { ...place, kind: 'faulty', after: null, faults: [{ field: 'price', code: 'price_too_large', cell }] }
  }
  taken.add(key)
  const kind = before === null ? 'new' : isEqual(before, after) ? 'same' : 'changed'
  return { ...place, kind, after, faults: [] }
}

function valuesAfter(row: ServiceRow, before: ServiceValues | null, usualCurrency: string): ServiceValues {
  const { price } = row
  const currency = price?.currency ?? row.currency ?? before?.currency ?? usualCurrency
  const kept = before ?? { priceMinor: null, isPriceFrom: false, unit: null, durationMinutes: null }
  return {
    name: row.name,
    currency,
    priceMinor:
      price === undefined ? kept.priceMinor : price.amount === null ? null : toMinorUnits(price.amount, currency),
    isPriceFrom: price?.isPriceFrom ?? kept.isPriceFrom,
    unit: row.unit ?? price?.unit ?? kept.unit,
    durationMinutes: row.durationMinutes ?? kept.durationMinutes,
  }
}

export function valuesOf({ name, priceMinor, currency, isPriceFrom, unit, durationMinutes }: Service): ServiceValues {
  return { name, priceMinor, currency, isPriceFrom, unit, durationMinutes }
}

function isEqual(before: ServiceValues, after: ServiceValues): boolean {
  return (Object.keys(after) as (keyof ServiceValues)[]) // Exactly the fields of the type.
    .every((field) => before[field] === after[field])
}

function faultyItem(row: FaultyServiceRow, cellOf: PlanContext['cellOf']): ServicePlanItem {
  return {
    row: row.rowNumber,
    kind: 'faulty',
    name: cellOf(row, 'name').slice(0, SHOWN_CELL_CHARACTERS),
    after: null,
    before: null,
    present: null,
    faults: row.faults.map(({ field, code }) => ({
      field,
      code,
      cell: cellOf(row, field).slice(0, SHOWN_CELL_CHARACTERS),
    })),
  }
}
