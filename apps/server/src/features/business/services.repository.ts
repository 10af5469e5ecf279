import type { Service } from '@secretary/contracts/business.contract'
import type { CompiledQuery, Selectable } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import { fold } from '#server/platform/fold.ts'
import type { ServicesTable } from './services.table.ts'

type ServiceRow = Selectable<ServicesTable>

export interface ServicesRepository {
  /** In the order of the owner. */
  list(): Promise<Service[]>
  find(id: string): Promise<Service | null>
  insert(service: Service): Promise<void>
  update(service: Service): Promise<void>
  /** For the durable writer, which stores many at once off this thread. */
  compileInsert(services: readonly Service[]): CompiledQuery
  compileUpdate(service: Service): CompiledQuery
  compileDelete(ids: readonly string[]): CompiledQuery
  /** True when there was one. */
  delete(id: string): Promise<boolean>
}

export function createServicesRepository(db: Executor): ServicesRepository {
  const all = () => db.selectFrom('services').selectAll()
  const insert = (services: readonly Service[]) =>
    db
      .insertInto('services')
      .values(services.map((service) => ({ ...toColumns(service), id: service.id, created_at: service.updatedAt })))
  const change = (service: Service) => db.updateTable('services').set(toColumns(service)).where('id', '=', service.id)
  return {
    list: async () => (await all().orderBy('position').orderBy('id').execute()).map(toService),
    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? toService(row) : null
    },
    async insert(service) {
      await insert([service]).execute()
    },
    async update(service) {
      await change(service).execute()
    },
    compileInsert: (services) => insert(services).compile(),
    compileUpdate: (service) => change(service).compile(),
    compileDelete: (ids) => db.deleteFrom('services').where('id', 'in', ids).compile(),
    async delete(id) {
      const result = await db.deleteFrom('services').where('id', '=', id).executeTakeFirst()
      return Number(result.numDeletedRows) > 0
    },
  }
}

function toService(row: ServiceRow): Service {
  return {
    id: row.id,
    name: row.name,
    priceMinor: row.price_minor,
    currency: row.currency,
    isPriceFrom: row.is_price_from === 1,
    unit: row.unit,
    durationMinutes: row.duration_minutes,
    position: row.position,
    updatedAt: row.updated_at,
  }
}

function toColumns(service: Service): Omit<ServiceRow, 'id' | 'created_at'> {
  return {
    name: service.name,
    name_folded: fold(service.name),
    price_minor: service.priceMinor,
    currency: service.currency,
    is_price_from: service.isPriceFrom ? 1 : 0,
    unit: service.unit,
    duration_minutes: service.durationMinutes,
    position: service.position,
    updated_at: service.updatedAt,
  }
}
