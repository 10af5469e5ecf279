import type { Service } from '@secretary/contracts/business.contract'
import type { ServiceField, ServiceRowCounts, ServicesMapping } from '@secretary/contracts/services-import.contract'
import type { CompiledQuery } from 'kysely'
import { LRUCache } from 'lru-cache'
import type * as z from 'zod'
import type { Executor } from '#server/db/database.ts'
import type { Dialect } from '#server/db/dialects/dialect.ts'
import type { DurableWriter } from '#server/db/writer/durable-writer.ts'
import type { ConfigChanges } from '#server/features/settings/config-changes.ts'
import { AppError } from '#server/platform/app-error.ts'
import { type Clock, timestamp } from '#server/platform/clock.ts'
import { newId } from '#server/platform/ids.ts'
import { withAppErrors } from '#server/platform/tables/import-error.ts'
import type { ImportTable } from '#server/platform/tables/import-table.ts'
import { type CellOf, mapRows } from '#server/platform/tables/map-rows.ts'
import { readTable } from '#server/platform/tables/read-table.ts'
import { withHeading } from '#server/platform/tables/with-heading.ts'
import type { BusinessService } from './business.service.ts'
import { createServiceImportsRepository } from './service-imports.repository.ts'
import { createServicesRepository } from './services.repository.ts'
import { parseServiceRow } from './services-import/parse-service-row.ts'
import { planServices, type ServicePlanItem } from './services-import/plan-services.ts'
import { serviceFields } from './services-import/service-fields.ts'

const UPLOAD_LIFE_MS = 3600 * 1000
/** Parsed tables of 20 MB each lie in memory; older uploads make room. */
const MAX_UPLOADS = 5
/** All services are kept in memory and told to the language model: no price list of a small business is longer. */
const MAX_SERVICES = 2_000
const ROWS_A_STATEMENT = 100

type Mapping = z.output<typeof ServicesMapping>

export interface ServicesUpload {
  readonly id: string
  readonly ownerId: string | null
  readonly fileName: string
  readonly table: ImportTable<ServiceField>
}

export interface ServicesImportRun {
  readonly id: string
  readonly fileName: string
  readonly appliedAt: string
  readonly counts: ServiceRowCounts
}

interface Request {
  readonly uploadId: string
  /** Only who uploaded a file sees it. */
  readonly ownerId: string | null
  readonly mapping: Mapping
}

export interface ServiceImportService {
  /** @throws AppError `import_unreadable`, `import_too_large` */
  upload(
    bytes: Uint8Array,
    source: { ownerId: string | null; fileName: string },
    signal: AbortSignal,
  ): Promise<ServicesUpload>
  /** What applying would do. @throws AppError `import_expired`, `import_unreadable` */
  plan(request: Request, signal: AbortSignal): Promise<{ items: readonly ServicePlanItem[]; counts: ServiceRowCounts }>
  /** All good rows or none of them. @throws AppError as `plan`, `import_too_large`, and `service_name_taken` */
  apply(request: Request, signal: AbortSignal): Promise<ServicesImportRun>
  /** Services that were changed since stay as they are now. @throws AppError `not_found`, `import_already_undone` */
  undo(id: string): Promise<{ restored: number; removed: number; kept: number }>
}

interface ServiceImportDeps {
  db: Executor
  dialect: Pick<Dialect, 'isUniqueViolation'>
  writer: DurableWriter
  business: BusinessService
  configChanges: ConfigChanges
  clock: Clock
}

export function createServiceImportService(deps: ServiceImportDeps): ServiceImportService {
  const { db, dialect, writer, business, configChanges, clock } = deps
  const services = createServicesRepository(db)
  const imports = createServiceImportsRepository(db)
  const uploads = new LRUCache<string, ServicesUpload>({ max: MAX_UPLOADS, ttl: UPLOAD_LIFE_MS })

  function find({ uploadId, ownerId }: Request): ServicesUpload {
    const upload = uploads.get(uploadId)
    if (!upload || upload.ownerId !== ownerId) throw new AppError('import_expired')
    return upload
  }

  const usualCurrency = () =>
    business.services().at(-1)?.currency ?? (business.profile().language === 'ru' ? 'RUB' : 'USD')

  async function plan(request: Request, signal: AbortSignal) {
    const { hasHeading, columns, currency = usualCurrency() } = request.mapping
    const table = withHeading(find(request).table, hasHeading, serviceFields)
    const parseRow = (rowNumber: number, cellOf: CellOf<ServiceField>) => parseServiceRow(rowNumber, cellOf, currency)
    const reading = { required: 'name', parseRow, signal } as const
    const rows = await withAppErrors(mapRows(table, columns, reading))
    const cellOf = ({ cells }: { cells: readonly string[] }, field: ServiceField) => cells[columns[field] ?? -1] ?? ''
    return planServices(rows, { services: await services.list(), currency, cellOf, signal })
  }

  async function store(unit: CompiledQuery[]): Promise<void> {
    try {
      await writer.commit(unit)
    } catch (error) {
      throw dialect.isUniqueViolation(error) ? new AppError('service_name_taken', { cause: error }) : error
    }
    await configChanges.bump('business')
    await business.load()
  }

  return {
    async upload(bytes, { ownerId, fileName }, signal) {
      const table = await withAppErrors(readTable(bytes, { fileName }, { fields: serviceFields, signal }))
      if (table.rows.length > MAX_SERVICES) throw tooMany(table.rows.length)
      const upload: ServicesUpload = { id: newId(), ownerId, fileName, table }
      uploads.set(upload.id, upload)
      return upload
    },
    plan,
    async apply(request, signal) {
      const { fileName } = find(request)
      // Counted when the plan is made: an import that ends meanwhile is a taken name, not a list that is too long.
      const presentCount = business.services().length
      const { items, counts } = await plan(request, signal)
      const now = timestamp(clock)
      const { added, changed } = workOf(items, { now, nextPosition: (business.services().at(-1)?.position ?? -1) + 1 })
      const total = presentCount + added.length
      if (added.length > 0 && total > MAX_SERVICES) throw tooMany(total)
      const id = newId()
      const undo = {
        stamp: now,
        added: added.map((service) => service.id),
        changed: items.flatMap(({ kind, present }) => (kind === 'changed' && present ? [present] : [])),
      }
      await store([
        imports.compileInsert({ id, fileName, undo }),
        ...changed.map(services.compileUpdate),
        ...inBatches(added).map(services.compileInsert),
      ])
      uploads.delete(request.uploadId)
      return { id, fileName, appliedAt: now, counts }
    },
    async undo(id) {
      const undo = await imports.findUndo(id)
      if (!undo) throw new AppError('not_found')
      const now = timestamp(clock)
      if (!(await imports.markUndone(id, now))) throw new AppError('import_already_undone')
      const untouched = new Set(
        (await services.list()).filter(({ updatedAt }) => updatedAt === undo.stamp).map((service) => service.id),
      )
      const removed = undo.added.filter((serviceId) => untouched.has(serviceId))
      const restored = undo.changed.filter((service) => untouched.has(service.id))
      await store([
        ...inBatches(removed).map(services.compileDelete),
        ...restored.map((service) => services.compileUpdate({ ...service, updatedAt: now })),
      ])
      const kept = undo.added.length + undo.changed.length - removed.length - restored.length
      return { restored: restored.length, removed: removed.length, kept }
    },
  }
}

function tooMany(count: number): AppError {
  return new AppError('import_too_large', { detail: `too_many_rows, limit ${MAX_SERVICES}, there would be ${count}` })
}

function workOf(items: readonly ServicePlanItem[], { now, nextPosition }: { now: string; nextPosition: number }) {
  const added: Service[] = []
  const changed: Service[] = []
  for (const { kind, after, present } of items) {
    if (after === null) continue
    if (kind === 'new') added.push({ ...after, id: newId(), position: nextPosition + added.length, updatedAt: now })
    if (kind === 'changed' && present) changed.push({ ...present, ...after, updatedAt: now })
  }
  return { added, changed }
}

function inBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = []
  for (let at = 0; at < items.length; at += ROWS_A_STATEMENT) batches.push(items.slice(at, at + ROWS_A_STATEMENT))
  return batches
}
