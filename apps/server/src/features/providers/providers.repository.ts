import type { Selectable } from 'kysely'
import type { Executor } from '#server/db/database.ts'
import { fold } from '#server/platform/fold.ts'
import type { ProvidersTable } from './providers.table.ts'

type ProviderRow = Selectable<ProvidersTable>

export interface StoredProvider {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly type: 'custom'
  readonly baseUrl: string
  readonly model: string
  readonly contextWindowTokens: number
  readonly isDefault: boolean
  readonly isEnabled: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

export interface ProvidersRepository {
  list(): Promise<StoredProvider[]>
  find(id: string): Promise<StoredProvider | null>
  insert(provider: StoredProvider): Promise<void>
  update(provider: StoredProvider): Promise<void>
  /** Exactly this one is the default afterwards. */
  setDefault(id: string): Promise<void>
  delete(id: string): Promise<void>
}

export function createProvidersRepository(db: Executor): ProvidersRepository {
  const all = () => db.selectFrom('providers').selectAll()
  return {
    list: async () => (await all().orderBy('created_at').orderBy('id').execute()).map(toProvider),
    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row ? toProvider(row) : null
    },
    async insert(provider) {
      await db.insertInto('providers').values(toRow(provider)).execute()
    },
    async update(provider) {
      const { id, ...columns } = toRow(provider)
      await db.updateTable('providers').set(columns).where('id', '=', id).execute()
    },
    async setDefault(id) {
      await db.updateTable('providers').set({ is_default: 0 }).where('id', '!=', id).execute()
      await db.updateTable('providers').set({ is_default: 1 }).where('id', '=', id).execute()
    },
    async delete(id) {
      await db.deleteFrom('providers').where('id', '=', id).execute()
    },
  }
}

function toProvider(row: ProviderRow): StoredProvider {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    type: row.type,
    baseUrl: row.base_url,
    model: row.model,
    contextWindowTokens: row.context_window_tokens,
    isDefault: row.is_default === 1,
    isEnabled: row.is_enabled === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toRow(provider: StoredProvider): ProviderRow {
  return {
    id: provider.id,
    name: provider.name,
    name_folded: fold(provider.name),
    slug: provider.slug,
    type: provider.type,
    base_url: provider.baseUrl,
    model: provider.model,
    context_window_tokens: provider.contextWindowTokens,
    is_default: provider.isDefault ? 1 : 0,
    is_enabled: provider.isEnabled ? 1 : 0,
    created_at: provider.createdAt,
    updated_at: provider.updatedAt,
  }
}
